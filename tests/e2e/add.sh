# digest add: what a URL is, three titles, and a line in the configuration that leaves the rest alone.
. "${0%/*}/check"
. "$here/serve"
serve files

{
    printf '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tea &amp; Toast</title>'
    printf '<id>x</id><updated>2026-01-04T00:00:00Z</updated><link href="https://tea.example/"/>'
    for n in 1 2 3 4; do
        printf '<entry><id>e%s</id><title>Cup %s</title><updated>2026-01-0%sT00:00:00Z</updated><content>Hot.</content></entry>' $n $n $n
    done
    printf '</feed>'
} >files/feed.atom
printf '<!DOCTYPE html><title>Tea</title><link rel="alternate" type="application/atom+xml" href="feed.atom"><p>x' >files/blog.html
printf 'Just a text\n\nWith words.\n' >files/a.txt

mkdir site
cat >site/digest.yaml <<'END'
# The site of the tea club.
site:
  title: Tea          # it is about tea
  url: https://example.org/
sources:
  - name: Old
    text: old/        # what we had before

  # Two lines that belong
  # to what comes next.
output: public   # the usual
END
cp site/digest.yaml before.yaml

run 0 "$digest" add --dry-run "$origin/feed.atom" site
says out 'Cup 4'
says out "feed: $origin/feed.atom"
same before.yaml site/digest.yaml

# A page leads to its feed; the newest three are shown; comments stay where they are.
run 0 "$digest" add "$origin/blog.html" site
says out 'a feed: '
says out '2026-01-04  Cup 4'
says out '2026-01-02  Cup 2'
lacks out 'Cup 1'
says err 'added at site/digest.yaml:8'
cat >wanted.yaml <<END
# The site of the tea club.
site:
  title: Tea          # it is about tea
  url: https://example.org/
sources:
  - name: Old
    text: old/        # what we had before
  - name: $(sed -n 's/^  - name: \(.*Toast.*\)/\1/p' site/digest.yaml)
    feed: $origin/feed.atom

  # Two lines that belong
  # to what comes next.
output: public   # the usual
END
same wanted.yaml site/digest.yaml
grep -q 'Tea & Toast' site/digest.yaml || fail 'the name is not that of the feed'

run 2 "$digest" add "$origin/feed.atom" site
says err 'is a source already'
run 0 "$digest" add "$origin/a.txt" site
says out 'Just a text'
run 0 "$digest" config site
says out "$origin/a.txt"

# What is nothing is said so, and nothing is written.
cp site/digest.yaml before.yaml
run 1 "$digest" add "$origin/nowhere" site
says err 'nowhere'
same before.yaml site/digest.yaml
run 2 "$digest" add
[ ! -e site/digest.yaml.new ] || fail 'a trial file was left'

# The first source of a configuration that has none.
mkdir bare
printf 'site:\n  title: Bare\n  url: https://example.org/\n' >bare/digest.yaml
run 0 "$digest" add "$origin/feed.atom" bare
run 0 "$digest" build bare
says bare/public/index.html 'Cup 4'

# What lies beside the configuration is left alone, a link stays one, and a warning is given once.
mkdir beside
printf 'site: {title: T}\nsources:\n  - {name: Old, text: old/}\n' >beside/real.yaml
ln -s real.yaml beside/digest.yaml
echo mine >beside/digest.yaml.new
run 0 "$digest" add "$origin/feed.atom" beside
[ "$(cat beside/digest.yaml.new)" = mine ] || fail 'a file of the user is gone'
[ -L beside/digest.yaml ] || fail 'the link is gone'
says beside/real.yaml "$origin/feed.atom"
[ "$(grep -c 'warning: ' err)" -eq 1 ] || fail 'a warning twice'
[ "$(find beside | wc -l)" -eq 4 ] || fail "something was left there: $(find beside)"
