# Certificates that are not checked are announced on every run that asks (C48). Nobody listens where
# they are asked, so no server is needed: what is announced comes before.
. "${0%/*}/check"

mkdir site
cat >site/digest.yaml <<END
site: {title: Insecure, url: "https://example.org/"}
sources:
  - {name: Trusting, text: "https://127.0.0.1:9/note.txt", insecure: true, patience: 1s}
  - {name: Careful, text: "https://127.0.0.1:9/other.txt", patience: 1s}
END
announced='warning: Trusting: https://127.0.0.1:9/note.txt: its certificates are not checked'
for _ in first second; do
    "$digest" fetch site >out 2>err || true
    says err "$announced"
    [ "$(grep -c 'certificates are not checked' err)" -eq 1 ] || fail 'announced for others, too'
done
"$digest" build site >out 2>err || true
says err "$announced"
"$digest" build --offline site >out 2>err || true
lacks err 'certificates are not checked'
