# The whole vocabulary of the .test scripts. Each command keeps stdout in ./stdout and stderr in ./stderr.

die() { printf 'FAILED: %s\n' "$*" >&2; [ -f stderr ] && sed 's/^/  stderr: /' stderr >&2; exit 1; }
skip() { printf 'skipped: %s\n' "$*" >&2; exit 77; }

# exits STATUS COMMAND...: the command must end with this status.
exits() {
    want=$1; shift
    "$@" >stdout 2>stderr; got=$?
    [ "$got" -eq "$want" ] || die "exit $got, not $want: $*"
}
ok() { exits 0 "$@"; }          # done
refused() { exits 1 "$@"; }     # the data is bad
misused() { exits 2 "$@"; }     # the command line or a rule file is wrong
broke() { exits 3 "$@"; }       # a permanent local fault
denied() { exits 4 "$@"; }      # authentic, but not allowed
keyless() { exits 5 "$@"; }     # no key or trust anchor
retry() { exits 75 "$@"; }      # a temporary fault

says() { grep -qF -- "$1" stderr || die "stderr does not say: $1"; }
silent() { [ ! -s stderr ] || die "stderr is not empty"; }
one_line() { [ "$(grep -vc ': hint: ' stderr)" -eq 1 ] || die "stderr is not one line"; }
same() { cmp -s "$1" "$2" || die "$1 and $2 differ"; }
absent() { for name in "$@"; do [ ! -e "$name" ] && [ ! -L "$name" ] || die "$name exists"; done; }
present() { for name in "$@"; do [ -e "$name" ] || die "$name does not exist"; done; }
same_tree() { diff -r "$1" "$2" >tree.diff 2>&1 || { head -5 tree.diff >&2; die "trees $1 and $2 differ"; }; }
