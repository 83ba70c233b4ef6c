# latchkey shell-init zsh: lk, completion and the prompt. In ~/.zshrc: eval "$(latchkey shell-init zsh)"
unalias lk 2>/dev/null || :
function __latchkey { @COMMAND@ "$@" }

# Keys for this shell: letters of a profile, or nothing to choose one; - or --unset is the way back.
function lk {
  emulate -L zsh
  setopt no_xtrace no_verbose
  local __latchkey_text __latchkey_code=0
  case "${1-}" in
    (- | --unset) __latchkey_text="$(__latchkey env --unset --shell zsh)" || __latchkey_code=$? ;;
    (*) __latchkey_text="$(LATCHKEY_PROFILE='' __latchkey env "$@" --shell zsh)" || __latchkey_code=$? ;;
  esac
  # Anything else, such as help, is for reading.
  case "$__latchkey_text" in
    ('unset '*) eval "$__latchkey_text" ;;
    (?*) print -r -- "$__latchkey_text" ;;
  esac
  return $__latchkey_code
}

# LATCHKEY_PROMPT: the profile and the minutes left. By arithmetic alone: a prompt starts no process.
function __latchkey_look {
  emulate -L zsh
  typeset -g LATCHKEY_PROMPT=''
  [[ -n "${LATCHKEY_PROFILE-}" ]] || return 0
  # A prompt reads % as an order.
  LATCHKEY_PROMPT="${LATCHKEY_PROFILE//[[:cntrl:]%]/?}"
  local end="${AWS_CREDENTIAL_EXPIRATION-}"
  local -i year month days left
  [[ "$end" == [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z ]] || return 0
  zmodload -F zsh/datetime p:EPOCHSECONDS 2>/dev/null || return 0
  # Days since 1970, of a year that begins in March.
  month=$((10#${end:5:2})) year=$((10#${end:0:4} - (10#${end:5:2} < 3)))
  days=$((year * 365 + year / 4 - year / 100 + year / 400 + (153 * ((month + 9) % 12) + 2) / 5 + 10#${end:8:2} - 719469))
  left=$((days * 86400 + 10#${end:11:2} * 3600 + 10#${end:14:2} * 60 + 10#${end:17:2} - EPOCHSECONDS))
  if ((left > 0)); then LATCHKEY_PROMPT+=" $((left / 60))m"; else LATCHKEY_PROMPT+=' expired'; fi
}

function latchkey_prompt {
  __latchkey_look
  print -rn -- "$LATCHKEY_PROMPT"
}

# The title of the terminal says which profile this shell has, in red where it is production.
function __latchkey_show {
  emulate -L zsh
  local mark='' colour='*;default'
  if [[ -n "${LATCHKEY_PROFILE-}" ]]; then
    case ",${LATCHKEY_LABELS-}," in (*,[Pp]roduction,*) mark='🔴 ' colour='red' ;; esac
    [[ -n "${__latchkey_shown-}" ]] || printf '\e[22;2t' >&2
    typeset -g __latchkey_shown=1
    printf '\e]2;%s%s\a' "$mark" "${LATCHKEY_PROFILE//[[:cntrl:]]/?}" >&2
  else
    [[ -n "${__latchkey_shown-}" ]] || return 0
    __latchkey_shown=''
    printf '\e]2;%s\a\e[23;2t' "${PWD//[[:cntrl:]]/?}" >&2
  fi
  [[ "${TERM_PROGRAM-}" == iTerm.app ]] || return 0
  case "$colour" in
    (red) printf '\e]6;1;bg;red;brightness;200\a\e]6;1;bg;green;brightness;40\a\e]6;1;bg;blue;brightness;40\a' >&2 ;;
    (*) printf '\e]6;1;bg;*;default\a' >&2 ;;
  esac
}

function __latchkey_hook {
  local __latchkey_code=$?
  emulate -L zsh
  __latchkey_look
  if (( ${+functions[compdef]} && ! ${+__latchkey_completes} )); then
    typeset -g __latchkey_completes=1
    compdef __latchkey_complete lk latchkey
  fi
  case "${TERM-}" in
    ('' | dumb | linux) ;;
    (*) [[ -t 1 && -t 2 ]] && __latchkey_show ;;
  esac
  return $__latchkey_code
}

autoload -Uz add-zsh-hook
add-zsh-hook precmd __latchkey_hook
# While a command runs, too: some themes put its name into the title.
add-zsh-hook preexec __latchkey_hook

# Asked of the agent at most once a minute, and of none that does not run.
function __latchkey_names {
  if [[ -z "${__latchkey_names_at-}" ]] || ((SECONDS - __latchkey_names_at > 60)); then
    typeset -g __latchkey_names_at=$SECONDS __latchkey_names_text
    __latchkey_names_text="$(__latchkey complete-profiles 2>/dev/null </dev/null)" || :
  fi
}

function __latchkey_complete {
  local -a before profiles shown
  local line
  before=(${words[2,CURRENT - 1]:#-*})
  local -i dashes=${words[(i)--]}
  if (( dashes < CURRENT )); then
    shift $dashes words
    (( CURRENT -= dashes ))
    _normal
    return
  fi
  if [[ "$service" != lk ]]; then
    if (( $#before == 0 )); then
      compadd -- @COMMANDS@
      return
    fi
    [[ " @PROFILE_COMMANDS@ " == *" $before[1] "* ]] || { _default; return }
  fi
  __latchkey_names
  for line in ${(f)__latchkey_names_text}; do
    profiles+=("${line%%$'\t'*}") shown+=("${line/$'\t'/  }")
  done
  compadd -l -d shown -a profiles
}
