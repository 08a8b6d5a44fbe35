# What the checks share: the files, their text without comments and strings, complaints.
# Only modules of Debian's perl-base.
package lint;
use strict;
use warnings;

my $complaints = 0;
my $root = @ARGV ? $ARGV[0] : ".";

# The root of the tree that is checked.
sub root { return $root; }

# The paths, relative to the root, of all files below the folders whose names match, sorted.
sub files {
    my ($pattern, @folders) = @_;
    my @found;
    while (defined(my $folder = shift @folders)) {
        opendir(my $handle, "$root/$folder") or next;
        for my $name (sort readdir $handle) {
            next if $name =~ /^\./;
            my $path = "$folder/$name";
            if (-d "$root/$path") { push @folders, $path; }
            elsif ($name =~ $pattern) { push @found, $path; }
        }
        closedir $handle;
    }
    return sort @found;
}

# The text of a file.
sub text {
    my ($path) = @_;
    open(my $handle, "<", "$root/$path") or die "$path: $!\n";
    local $/;
    my $text = <$handle>;
    close $handle;
    return defined $text ? $text : "";
}

# s with everything but line ends replaced by the character.
sub blank {
    my ($s, $with) = @_;
    $s =~ s/[^\n]/$with/g;
    return $s;
}

# Text with the content of comments and of string and character literals blanked out. Comments
# become \x01, so that they can still be seen; literals keep their quotes. Line numbers stay.
sub code {
    my ($text) = @_;
    $text =~ s{(/\*.*?\*/|//[^\n]*)|(")((?:[^"\\\n]|\\.)*)"|(')((?:[^'\\\n]|\\.)*)'}{
        defined $1 ? blank($1, "\x01")
        : defined $2 ? '"' . blank($3, " ") . '"'
        : "'" . blank($5, " ") . "'"
    }gesx;
    return $text;
}

# The line, from 1, of an offset in text.
sub line_of {
    my ($text, $offset) = @_;
    return 1 + (substr($text, 0, $offset) =~ tr/\n//);
}

# Reports one fault.
sub complain {
    my ($path, $line, $message) = @_;
    print "$path:$line: $message\n";
    $complaints++;
}

# Ends the check: 0 when nothing was found.
sub finish {
    my ($what, $checked) = @_;
    die "$what: nothing to check in $root\n" unless $checked;
    print "$what: $checked checked, $complaints at fault\n";
    exit($complaints ? 1 : 0);
}

1;
