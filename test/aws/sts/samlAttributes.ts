/** Names of the attributes that AWS reads from an assertion. */
export const samlAttributes = {
  role: 'https://aws.amazon.com/SAML/Attributes/Role',
  sessionName: 'https://aws.amazon.com/SAML/Attributes/RoleSessionName',
  sessionDuration: 'https://aws.amazon.com/SAML/Attributes/SessionDuration',
} as const;
