# A browser without a window, asked over a pair of pipes what a page shows. Knows no page.
package browser;

use strict;
use warnings;
use Compress::Zlib ();
use JSON::PP;
use MIME::Base64 qw(decode_base64);
use POSIX ();

# Not even a page that hangs may hold up the tests.
my $patience = 60;
# Its sandbox wants what root, and containers, do not have; it is given pages of our own alone.
my @options = qw(--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe);

sub new {
    my ($class, $program, $home) = @_;
    local $^F = 16;    # what the browser is to inherit
    pipe(my $theirs_in,  my $ours_out)   or die "no pipe: $!";
    pipe(my $ours_in,    my $theirs_out) or die "no pipe: $!";
    my $pid = fork // die "no process: $!";
    if (!$pid) {
        # Each may have the number that the other is to get.
        my ($in, $out) = map { out_of_the_way($_) } fileno $theirs_in, fileno $theirs_out;
        POSIX::dup2($in, 3);
        POSIX::dup2($out, 4);
        @ENV{qw(HOME TMPDIR)} = ($home, $home);
        open STDOUT, '>', "$home/browser.log";
        open STDERR, '>&', \*STDOUT;
        exec $program, @options, "--user-data-dir=$home/profile", 'about:blank' or POSIX::_exit(127);
    }
    close $_ for $theirs_in, $theirs_out;
    $ours_out->autoflush;
    my $self = bless { pid => $pid, in => $ours_in, out => $ours_out, next => 1, events => [], pending => '' }, $class;
    my $target = $self->ask('Target.createTarget', { url => 'about:blank' })->{targetId};
    $self->{session} = $self->ask('Target.attachToTarget', { targetId => $target, flatten => JSON::PP::true })->{sessionId};
    $self->ask("$_.enable") for qw(Page Runtime Log Network);
    return $self;
}

sub out_of_the_way {
    my $fd = shift;
    $fd = POSIX::dup($fd) while $fd < 5;
    return $fd;
}

# With all its processes, which would go on writing into its folder.
sub DESTROY {
    my $self = shift;
    local ($?, $@);
    delete $self->{session};
    eval { $self->ask('Browser.close'); $self->receive while 1 };
    kill 'KILL', $self->{pid};
    waitpid $self->{pid}, 0;
}

sub receive {
    my $self = shift;
    local $SIG{ALRM} = sub { die "the browser does not answer\n" };
    alarm $patience;
    my $end;
    while (($end = index $self->{pending}, "\0") < 0) {
        sysread $self->{in}, my $more, 1 << 20 or die "the browser has ended\n";
        $self->{pending} .= $more;
    }
    alarm 0;
    my $message = substr $self->{pending}, 0, $end + 1, '';
    return decode_json(substr $message, 0, $end);
}

# An answer; events that come before it are kept.
sub ask {
    my ($self, $method, $params) = @_;
    my $id = $self->{next}++;
    my %message = (id => $id, method => $method, params => $params // {});
    $message{sessionId} = $self->{session} if $self->{session};
    print { $self->{out} } encode_json(\%message), "\0";
    while (1) {
        my $answer = $self->receive;
        if (!defined $answer->{id}) { push @{ $self->{events} }, $answer; next }
        next if $answer->{id} != $id;
        die "$method: $answer->{error}{message}\n" if $answer->{error};
        return $answer->{result};
    }
}

# visit URL, width => N, dark => 1, script => 0: what there was of events before is forgotten.
sub visit {
    my ($self, $url, %how) = @_;
    $self->ask('Emulation.setDeviceMetricsOverride',
        { width => $how{width} // 1100, height => 900, deviceScaleFactor => 1, mobile => JSON::PP::false });
    $self->ask('Emulation.setEmulatedMedia',
        { features => [ { name => 'prefers-color-scheme', value => $how{dark} ? 'dark' : 'light' } ] });
    $self->ask('Emulation.setScriptExecutionDisabled', { value => ($how{script} // 1) ? JSON::PP::false : JSON::PP::true });
    $self->{events} = [];
    $self->ask('Page.navigate', { url => $url });
    push @{ $self->{events} }, $self->receive until grep { $_->{method} eq 'Page.loadEventFired' } @{ $self->{events} };
}

sub events {
    my ($self, $method) = @_;
    return map { $_->{params} } grep { $_->{method} eq $method } @{ $self->{events} };
}

# What an expression of the page's language is worth there.
sub eval {
    my ($self, $text) = @_;
    my $answer = $self->ask('Runtime.evaluate', { expression => $text, returnByValue => JSON::PP::true });
    die "$text: $answer->{exceptionDetails}{exception}{description}\n" if $answer->{exceptionDetails};
    return $answer->{result}{value};
}

# As a string of the page's language.
sub quote { return JSON::PP->new->allow_nonref->encode($_[0]) }

sub click {
    my ($self, $element) = @_;
    my $at = $self->eval("(() => { const e = $element; e.scrollIntoView({block: 'center'});
        const r = e.getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + r.height / 2} })()");
    $self->ask('Input.dispatchMouseEvent', { %$at, type => $_, button => 'left', clickCount => 1 })
        for qw(mousePressed mouseReleased);
}

sub type {
    my ($self, $text) = @_;
    $self->ask('Input.insertText', { text => $text });
}

# pixels X Y WIDTH HEIGHT of the page: rows of "#rrggbb".
sub pixels {
    my ($self, $x, $y, $width, $height) = @_;
    my $png = decode_base64($self->ask('Page.captureScreenshot', { captureBeyondViewport => JSON::PP::true,
        clip => { x => $x, y => $y, width => $width, height => $height, scale => 1 } })->{data});
    my ($wide, $high, $type) = unpack 'x16 N N x C', $png;
    my $bytes = $type == 6 ? 4 : 3;
    my ($data, $at) = ('', 8);
    while ($at < length $png) {
        my ($length, $name) = unpack "x$at N a4", $png;
        $data .= substr $png, $at + 8, $length if $name eq 'IDAT';
        $at += $length + 12;
    }
    $data = Compress::Zlib::uncompress($data);
    my (@rows, @above);
    for my $row (0 .. $high - 1) {
        my @line = unpack 'C*', substr $data, $row * ($wide * $bytes + 1), $wide * $bytes + 1;
        @above = unfilter(shift @line, $bytes, \@line, @above ? \@above : [ (0) x @line ]);
        push @rows, [ map { sprintf '#%02x%02x%02x', @above[ $_ * $bytes .. $_ * $bytes + 2 ] } 0 .. $wide - 1 ];
    }
    return \@rows;
}

# PNG, section 9: each byte is told as its difference from what its neighbours let expect.
sub unfilter {
    my ($how, $bytes, $line, $above) = @_;
    for my $i (0 .. $#$line) {
        my $left   = $i < $bytes ? 0 : $line->[ $i - $bytes ];
        my $corner = $i < $bytes ? 0 : $above->[ $i - $bytes ];
        my $up     = $above->[$i];
        $line->[$i] = ($line->[$i] + (0, $left, $up, int(($left + $up) / 2), paeth($left, $up, $corner))[$how]) & 255;
    }
    return @$line;
}

sub paeth {
    my ($left, $up, $corner) = @_;
    my ($by_left, $by_up, $by_corner) = (abs($up - $corner), abs($left - $corner), abs($left + $up - 2 * $corner));
    return $left if $by_left <= $by_up && $by_left <= $by_corner;
    return $by_up <= $by_corner ? $up : $corner;
}

1;
