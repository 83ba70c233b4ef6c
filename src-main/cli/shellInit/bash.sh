# latchkey shell-init bash: lk, completion and the prompt. In ~/.bashrc: eval "$(latchkey shell-init bash)"
unalias lk 2>/dev/null || :
function __latchkey { @COMMAND@ "$@"; }

# Keys for this shell: letters of a profile, or nothing to choose one; - or --unset is the way back.
function lk {
  { local __latchkey_flags=$-; set +xv; } 2>/dev/null
  local __latchkey_text __latchkey_code=0
  case "${1-}" in
    - | --unset) __latchkey_text="$(__latchkey env --unset --shell bash)" || __latchkey_code=$? ;;
    *) __latchkey_text="$(LATCHKEY_PROFILE='' __latchkey env "$@" --shell bash)" || __latchkey_code=$? ;;
  esac
  # Anything else, such as help, is for reading.
  case "$__latchkey_text" in
    'unset '*) eval "$__latchkey_text" ;;
    ?*) printf '%s\n' "$__latchkey_text" ;;
  esac
  case "$__latchkey_flags" in *x*) set -x ;; esac
  return "$__latchkey_code"
}

# LATCHKEY_PROMPT: the profile and the minutes left. By arithmetic alone: a prompt starts no process.
function __latchkey_look {
  LATCHKEY_PROMPT=''
  [ -n "${LATCHKEY_PROFILE-}" ] || return 0
  LATCHKEY_PROMPT="${LATCHKEY_PROFILE//[[:cntrl:]]/?}"
  local end="${AWS_CREDENTIAL_EXPIRATION-}" now="${EPOCHSECONDS-}" days year month left
  [[ "$end" == [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z ]] || return 0
  [ -n "$now" ] || printf -v now '%(%s)T' -1 2>/dev/null || return 0
  # Days since 1970, of a year that begins in March.
  month=$((10#${end:5:2})) year=$((10#${end:0:4} - (10#${end:5:2} < 3)))
  days=$((year * 365 + year / 4 - year / 100 + year / 400 + (153 * ((month + 9) % 12) + 2) / 5 + 10#${end:8:2} - 719469))
  left=$((days * 86400 + 10#${end:11:2} * 3600 + 10#${end:14:2} * 60 + 10#${end:17:2} - now))
  if ((left > 0)); then LATCHKEY_PROMPT+=" $((left / 60))m"; else LATCHKEY_PROMPT+=' expired'; fi
}

function latchkey_prompt {
  __latchkey_look
  printf '%s' "$LATCHKEY_PROMPT"
}

# The title of the terminal says which profile this shell has, in red where it is production.
function __latchkey_show {
  local mark='' colour='*;default'
  if [ -n "${LATCHKEY_PROFILE-}" ]; then
    case ",${LATCHKEY_LABELS-}," in *,[Pp]roduction,*) mark='🔴 ' colour='red' ;; esac
    __latchkey_title=$'\e]2;'"$mark${LATCHKEY_PROFILE//[[:cntrl:]]/?}"$'\a'
    [ -n "${__latchkey_shown-}" ] || printf '\e[22;2t' >&2
    __latchkey_shown=1
    printf '%s' "$__latchkey_title" >&2
    # A prompt that writes a title of its own comes after us.
    case "${PS1-}" in
      *__latchkey_title*) ;;
      *']0;'* | *']2;'*) shopt -q promptvars && PS1+='\[${__latchkey_title-}\]' ;;
    esac
  else
    [ -n "${__latchkey_shown-}" ] || return 0
    __latchkey_shown=''
    printf '\e]2;%s\a\e[23;2t' "${PWD//[[:cntrl:]]/?}" >&2
  fi
  [ "${TERM_PROGRAM-}" = iTerm.app ] || return 0
  case "$colour" in
    red) printf '\e]6;1;bg;red;brightness;200\a\e]6;1;bg;green;brightness;40\a\e]6;1;bg;blue;brightness;40\a' >&2 ;;
    *) printf '\e]6;1;bg;*;default\a' >&2 ;;
  esac
}

function __latchkey_hook {
  local __latchkey_code=$?
  __latchkey_title=''
  __latchkey_look
  case "${TERM-}" in
    '' | dumb | linux) ;;
    *) if [ -t 1 ] && [ -t 2 ]; then __latchkey_show || :; fi ;;
  esac
  return "$__latchkey_code"
}

case "${PROMPT_COMMAND[*]-}" in
  *__latchkey_hook*) ;;
  *)
    if [[ "$(declare -p PROMPT_COMMAND 2>/dev/null)" == 'declare -a'* ]]; then
      PROMPT_COMMAND+=(__latchkey_hook)
    else
      PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}__latchkey_hook"
    fi
    ;;
esac

# Asked of the agent at most once a minute, and of none that does not run.
function __latchkey_names {
  [ -z "${__latchkey_names_at-}" ] || ((SECONDS - __latchkey_names_at > 60)) || return 0
  __latchkey_names_at=$SECONDS
  __latchkey_names_text="$(__latchkey complete-profiles 2>/dev/null </dev/null)" || :
}

function __latchkey_complete {
  local line="${COMP_LINE:0:COMP_POINT}" name rest quoted
  # Readline breaks words at @ and :, which names hold.
  local word="${line##*[[:space:]]}" here="${COMP_WORDS[COMP_CWORD]}" places=0 first='' at
  local done="${word%"$here"}"
  COMPREPLY=()
  case "$line" in *' -- '*) return 0 ;; esac
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "${COMP_WORDS[at]}" in
      -*) ;;
      *) places=$((places + 1)) first="${first:-${COMP_WORDS[at]}}" ;;
    esac
  done
  if [ "${1##*/}" != lk ]; then
    if ((places == 0)); then
      for name in @COMMANDS@; do [[ "$name" == "$word"* ]] && COMPREPLY+=("$name"); done
      return 0
    fi
    case " @PROFILE_COMMANDS@ " in *" $first "*) ;; *) return 0 ;; esac
  fi
  __latchkey_names
  while IFS=$'\t' read -r name rest; do
    [[ -n "$name" && "$name" == "$word"* ]] || continue
    printf -v quoted %q "${name#"$done"}"
    COMPREPLY+=("$quoted")
  done <<<"${__latchkey_names_text-}"
  return 0
}
complete -o bashdefault -o default -F __latchkey_complete lk latchkey
