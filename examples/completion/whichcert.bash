# Completion for bash: source it, or put it into /etc/bash_completion.d. Commands and options are read from --help, so that
# they are always those of the version that is installed.
_whichcert() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[0]} help
  case $previous in
    -f | --file | --output | --ca | --bindings | --baseline | --save-baseline | --accept | --state | --receivers | --blackbox-config)
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
  esac
  help=$("$command" "${COMP_WORDS[1]:-}" --help 2> /dev/null || "$command" --help 2> /dev/null)
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(grep -oE '(^|[ ,])--?[a-zA-Z46][a-z0-9-]*' <<< "$help" | tr -d ' ,')" -- "$word")
  elif ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "$("$command" --help 2> /dev/null | sed -nE 's/^  ([a-z]+)  .*/\1/p')" -- "$word")
  fi
}
complete -o default -F _whichcert whichcert check_whichcert
