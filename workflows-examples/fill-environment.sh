#!/bin/sh
# Fills the blanks of an environment file with new keys and hands it to GitHub as a secret. Nothing is written to disk,
# and no secret is printed. Needs openssl, and gh that is logged in.
#
#   sh fill-environment.sh .env.staging.example STAGING_ENVIRONMENT
#   sh fill-environment.sh .env.production.example PRODUCTION_ENVIRONMENT --env production --ask
#
#   --ask      asks for each value that only you know; without it, they are listed and nothing is set
#   --env      sets the secret of this GitHub environment, not of the repository
#   --replace  makes new keys although the secret exists: everybody is logged out
#   --dry-run  says what would be new and what is still to be filled in; does not call gh
set -eu

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

usage='Usage: sh fill-environment.sh FILE SECRET [--env NAME] [--ask] [--replace] [--dry-run]'
file='' secret='' environment='' ask='' replace='' dry=''
while [ $# -gt 0 ]; do
  case $1 in
    --env) [ $# -gt 1 ] || fail "--env needs the name of a GitHub environment." "$usage"; environment=$2; shift ;;
    --ask) ask=1 ;;
    --replace) replace=1 ;;
    --dry-run) dry=1 ;;
    -*) fail "There is no option $1." "$usage" ;;
    *) if [ -z "$file" ]; then file=$1; elif [ -z "$secret" ]; then secret=$1; else fail "One file and one secret, not also $1." "$usage"; fi ;;
  esac
  shift
done
[ -n "$secret" ] || fail "$usage"
case $secret in [0-9]* | *[!A-Za-z0-9_]*) fail "$secret is no name of a secret: letters, digits and _ alone, such as STAGING_ENVIRONMENT." ;; esac
[ -r "$file" ] || fail "There is no file $file that can be read."
command -v openssl > /dev/null || fail "openssl is not installed. On Debian and Ubuntu: sudo apt install openssl"

# gh with the place of the secret.
secrets() {
  verb=$1
  shift
  if [ -n "$environment" ]; then gh secret "$verb" "$@" --env "$environment"; else gh secret "$verb" "$@"; fi
}

exists=''
if [ -z "$dry" ]; then
  command -v gh > /dev/null || fail "gh is not installed: https://cli.github.com"
  names=$(secrets list) || fail "gh could not list the secrets. Log in with gh auth login${environment:+, and create the environment $environment}."
  if printf '%s\n' "$names" | cut -f 1 | grep -qxi "$secret"; then exists=1; fi
fi
if [ -n "$exists" ] && [ -z "$replace" ]; then
  echo "$secret exists and stays as it is. --replace makes new keys, which logs everybody out."
  exit 0
fi

# Reads an answer from a terminal or a file. What is typed shows only where it can not be secret.
answer=''
question() {
  case $name in *_HOSTS | PUBLIC_URL | DEFAULT_FROM_EMAIL) hide='' hint=$value ;; *) hide=1 hint=$1 ;; esac
  [ -n "$value" ] || hint='empty: leave it out'
  printf '%s (%s): ' "$name" "$hint" >&2
  [ -t 0 ] || hide=''
  if [ -n "$hide" ]; then
    trap 'stty echo' EXIT
    trap 'exit 130' INT TERM
    stty -echo
  fi
  IFS= read -r answer || true
  if [ -n "$hide" ]; then
    stty echo
    echo >&2
  fi
}

filled='' missing='' password='' key='' number=0
newline='
'
add() { filled=$filled$1$newline; }
lack() { missing="$missing  line $number, $1$newline"; }

# Asks for a value where that is wanted; else it is one more that a person has to fill in.
person() {
  if [ -n "$ask" ]; then question "$2" <&3; else answer=''; fi
  if [ -n "$answer" ]; then
    add "$1=$answer"
  elif [ -n "$ask" ] && [ -z "$value" ]; then
    echo "$1: left out"
  else
    add "$line"
    lack "$1: $2"
  fi
}

exec 3<&0
while IFS= read -r line || [ -n "$line" ]; do
  number=$((number + 1))
  # A key of several lines is taken as it stands.
  case $line in *-----BEGIN*) key=1 ;; *-----END*) key='' ;; esac
  case $key$line in
    1* | '#'*) add "$line"; continue ;;
    *=*) name=${line%%=*} value=${line#*=} ;;
    *) add "$line"; continue ;;
  esac
  case $name=$value in
    SECRET_KEY=)
      new=$(openssl rand -hex 32) || fail "openssl could not make a key."
      add "$name=$new"
      echo "$name: new"
      ;;
    RSA_PRIVATE_KEY=)
      new=$(openssl genrsa 3072 2> /dev/null) || fail "openssl could not make an RSA key."
      add "$name=$new"
      echo "$name: new"
      ;;
    *staging_password*)
      if [ -n "$exists" ]; then
        person "$name" "the password that the database has already; it is in the environment file on the host"
      else
        [ -n "$password" ] || password=$(openssl rand -hex 16) || fail "openssl could not make a password."
        add "$name=${value%%staging_password*}$password${value#*staging_password}"
        echo "$name: with a new password"
      fi
      ;;
    "$name=") person "$name" "blank" ;;
    *:password@*) person "$name" "still has the login of the example" ;;
    *example.com* | *example.org* | *example.net*) person "$name" "still has a host of the example" ;;
    *) add "$line" ;;
  esac
done < "$file"

if [ -n "$missing" ]; then
  printf '%s\n' "Still to be filled in, in $file:" >&2
  printf '%s' "$missing" >&2
  [ -z "$dry" ] || exit 0
  fail "Nothing was set. Edit a copy of the file, or answer with --ask."
fi
if [ -n "$dry" ]; then
  echo "Nothing is missing."
  exit 0
fi
# printf is a part of the shell: the text is in no list of processes.
printf '%s' "$filled" | secrets set "$secret" || fail "gh could not set $secret."
echo "$secret is set${environment:+ in the environment $environment}."
