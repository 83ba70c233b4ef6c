# latchkey shell-init fish: lk, completion and the prompt. In config.fish: latchkey shell-init fish | source
function __latchkey
    @COMMAND@ $argv
end

function lk --description 'Keys for this shell: letters of a profile, or nothing to choose one; - is the way back'
    set -l text
    if contains -- "$argv[1]" - --unset
        set text (__latchkey env --unset --shell fish)
    else
        set text (LATCHKEY_PROFILE= __latchkey env $argv --shell fish)
    end
    or return
    # Anything else, such as help, is for reading.
    if string match -q 'set -eg *' -- "$text[1]"
        string join \n -- $text | source
    else
        string join \n -- $text
    end
end

# LATCHKEY_PROMPT: the profile and the minutes left. By builtins alone: a prompt starts no process.
function __latchkey_look --on-event fish_prompt
    set -g LATCHKEY_PROMPT (string replace -ar '[[:cntrl:]]' '?' -- "$LATCHKEY_PROFILE")
    test -n "$LATCHKEY_PROFILE"; or return 0
    set -l end (string match -r '^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)[.\d]*Z$' -- "$AWS_CREDENTIAL_EXPIRATION")
    and type -q path
    or return 0
    # Days since 1970, of a year that begins in March. The time now: when the folder / changed, and how long ago that is.
    set -l year (math "$end[2] - "(test $end[3] -lt 3; and echo 1; or echo 0))
    set -l days (math "$year * 365 + floor($year / 4) - floor($year / 100) + floor($year / 400) + floor((153 * (($end[3] + 9) % 12) + 2) / 5) + $end[4] - 719469")
    set -l left (math "$days * 86400 + $end[5] * 3600 + $end[6] * 60 + $end[7] - "(path mtime /)" - "(path mtime -R /))
    if test "$left" -gt 0
        set LATCHKEY_PROMPT "$LATCHKEY_PROMPT "(math "floor($left / 60)")m
    else
        set LATCHKEY_PROMPT "$LATCHKEY_PROMPT expired"
    end
end

function latchkey_prompt
    __latchkey_look
    printf %s "$LATCHKEY_PROMPT"
end

# The title of the terminal says which profile this shell has, in red where it is production.
if not functions -q __latchkey_own_title
    functions -q fish_title; and functions -c fish_title __latchkey_own_title
    or function __latchkey_own_title
    end
end
function fish_title
    if test -n "$LATCHKEY_PROFILE"
        string match -qr '(^|,)[Pp]roduction(,|$)' -- "$LATCHKEY_LABELS"; and printf '🔴 '
        string replace -ar '[[:cntrl:]]' '?' -- "$LATCHKEY_PROFILE"
    else
        __latchkey_own_title $argv
    end
end

function __latchkey_colour --on-event fish_prompt
    test "$TERM_PROGRAM" = iTerm.app; and isatty stdout; or return 0
    if test -n "$LATCHKEY_PROFILE"; and string match -qr '(^|,)[Pp]roduction(,|$)' -- "$LATCHKEY_LABELS"
        set -g __latchkey_coloured 1
        printf '\e]6;1;bg;red;brightness;200\a\e]6;1;bg;green;brightness;40\a\e]6;1;bg;blue;brightness;40\a'
    else if set -q __latchkey_coloured
        set -e __latchkey_coloured
        printf '\e]6;1;bg;*;default\a'
    end
end

# Asked of the agent at most once a minute, and of none that does not run.
function __latchkey_names
    set -l now 0
    type -q path; and set now (math (path mtime /)" + "(path mtime -R /))
    if not set -q __latchkey_names_at; or test (math "$now - $__latchkey_names_at") -gt 60
        set -g __latchkey_names_at $now
        set -g __latchkey_names_text (__latchkey complete-profiles 2>/dev/null </dev/null)
    end
    string join \n -- $__latchkey_names_text
end

complete -c lk -e
complete -c lk -f -a '(__latchkey_names)'
complete -c latchkey -e
complete -c latchkey -n __fish_use_subcommand -f -a '@COMMANDS@'
complete -c latchkey -n '__fish_seen_subcommand_from @PROFILE_COMMANDS@; and not contains -- -- (commandline -opc)' -f -a '(__latchkey_names)'
complete -c latchkey -n 'contains -- -- (commandline -opc)' -F
