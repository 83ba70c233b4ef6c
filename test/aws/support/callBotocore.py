"""One call of botocore a line: JSON in, JSON out. Nothing is retried."""
import json
import sys

import botocore.config
import botocore.exceptions
import botocore.session

for line in sys.stdin:
    call = json.loads(line)
    keys = call.get("keys") or {}
    client = botocore.session.get_session().create_client(
        call["service"],
        region_name=call["region"],
        endpoint_url=call.get("endpoint"),
        aws_access_key_id=keys.get("accessKeyId"),
        aws_secret_access_key=keys.get("secretAccessKey"),
        aws_session_token=keys.get("sessionToken"),
        config=botocore.config.Config(retries={"max_attempts": 0}),
    )
    try:
        answer = {"ok": client._make_api_call(call["operation"], call["parameters"])}
    except botocore.exceptions.ClientError as error:
        response = error.response
        answer = {
            "status": response["ResponseMetadata"]["HTTPStatusCode"],
            "code": response["Error"]["Code"],
            "message": response["Error"].get("Message", ""),
        }
    print(json.dumps(answer, default=str), flush=True)
