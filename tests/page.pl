# page.pl BROWSER TCPWHO RECORDING TRUTH SCRATCH: what a browser shows of the page of a recording, against what the
# recording was made of. Places and sizes are those on the screen, never the text of the file. Prints TAP.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Copy qw(copy);
use List::Util qw(max min sum0);
use browser;

my ($program, $tcpwho, $recording, $truth_file, $scratch) = @ARGV;
my $file = "$scratch/page.html";
my ($number, $failed) = (0, 0);

# One test: the sentences that its code returns say what is wrong.
sub test {
    my ($name, $code) = @_;
    my @wrong = eval { $code->() };
    push @wrong, $@ if $@;
    print @wrong ? 'not ok ' : 'ok ', ++$number, " - $name\n";
    print "# $_\n" for map { s/\n/ /gr } @wrong[ 0 .. min($#wrong, 9) ];
    $failed ||= @wrong;
}

sub near { my ($a, $b, $most) = @_; return abs($a - $b) <= $most }

open my $in, '<', $truth_file or die "$truth_file: $!";
my @accepts = map { chomp; my %accept; @accept{qw(time port source wait cmd)} = split /\t/; \%accept } <$in>;
my @times = sort { $a <=> $b } map { $_->{time} } @accepts;

system($tcpwho, 'report', '-q', '--html', $file, $recording) == 0 or die "no page\n";

my $browser = browser->new($program, $scratch);

# Where things are, in pixels of the page and by what can be read there.
my $boxes = <<'END';
const box = e => { const r = e.getBoundingClientRect();
    return {x: r.x + scrollX, y: r.y + scrollY, w: r.width, h: r.height, text: e.textContent,
        fill: getComputedStyle(e).fill, class: e.getAttribute('class')} };
const boxes = s => [...document.querySelectorAll(s)].map(box);
END
sub boxes { return @{ $browser->eval("(() => { $boxes return boxes(" . browser::quote($_[0]) . ") })()") } }
# Across, a picture is as wide as its frame; down, as high as what is drawn.
sub plot {
    my ($frame, $drawn) = map { (boxes("$_[0] .x$_"))[0] } '', ' > svg';
    return { %$frame, y => $drawn->{y}, h => $drawn->{h} };
}
sub text { return $browser->eval('document.querySelector(' . browser::quote($_[0]) . ').textContent') }

# What a bucket of the pictures is, as the page says.
my %units = (ms => 1e6, s => 1e9, min => 60e9, h => 3600e9);
my ($width, $first, $buckets);

sub learn_buckets {
    my ($count, $unit) = text('#ports p') =~ /in each ([0-9]+) ([a-z]+),/ or die "no width of a bar is told\n";
    $width   = $count * $units{$unit};
    $first   = int($times[0] / $width);
    $buckets = int($times[-1] / $width) - $first + 1;
}

sub bucket_of { return int($_[0]{time} / $width) - $first }

# The colours of the legend, by what they stand for.
sub legend {
    my $items = $browser->eval("(() => { $boxes return [...document.querySelectorAll('#ports .legend li')].map(e =>
        ({name: e.childNodes[1].textContent.trim(), count: e.querySelector('b').textContent,
          fill: box(e.querySelector('rect')).fill})) })()");
    return @$items;
}

sub ports_by_count {
    my %count;
    $count{ $_->{port} }++ for @accepts;
    return (\%count, sort { $count{$b} <=> $count{$a} } keys %count);
}

# Each bar's height, beside the count that it stands for.
sub bars {
    my ($count, @ports) = ports_by_count();
    my %is_named = map { $_ => 1 } @ports[ 0 .. 5 ];
    my (%expected, %found);
    $expected{ bucket_of($_) }{ $is_named{ $_->{port} } ? "port $_->{port}" : 'others' }++ for @accepts;
    my %name_of = map { $_->{fill} => $_->{name} } legend();
    my $plot = plot('#ports');
    for my $bar (boxes('#ports .bar rect')) {
        my $bucket = int(($bar->{x} - $plot->{x}) / $plot->{w} * $buckets + 0.5);
        $found{$bucket}{ $name_of{ $bar->{fill} } // $bar->{fill} } += $bar->{h};
    }
    return (\%expected, \%found, $plot);
}

sub wrong_bars {
    my ($expected, $found) = bars();
    my @wrong;
    my $most  = max map { sum0 values %$_ } values %$expected;
    my $tall  = max map { sum0 values %$_ } values %$found;
    my %names = map { $_ => 1 } map { keys %$_ } values %$expected, values %$found;
    for my $bucket (sort { $a <=> $b } keys %{ { %$expected, %$found } }) {
        for my $name (sort keys %names) {
            my ($count, $height) = ($expected->{$bucket}{$name} // 0, $found->{$bucket}{$name} // 0);
            push @wrong, "$name in bar $bucket: $count accepts, $height pixels"
                if !near($height, $count * $tall / $most, 0.05);
        }
    }
    push @wrong, 'there are no bars to speak of' if keys %$found < 20 || $tall < 100;
    return @wrong;
}

sub wrong_lines {
    my ($expected, undef, $plot) = bars();
    my $most = max map { sum0 values %$_ } values %$expected;
    my $tall = max map { $_->{h} } boxes('#ports .bar');
    my (@wrong, @labels) = ();
    @labels = map { { %$_, value => $_->{text} =~ tr/,//dr } } boxes('#ports .y text');
    for my $label (@labels) {
        my $height = $plot->{y} + $plot->{h} - $label->{y} - $label->{h} / 2;
        push @wrong, "$label->{text} is at a height of $height" if !near($height, $label->{value} * $tall / $most, 3);
    }
    push @wrong, 'there are fewer than two figures' if @labels < 2;
    return @wrong;
}

# Times below the bars, against the time that their place stands for.
sub wrong_times {
    my $plot = plot('#ports');
    my @ticks = boxes('#ports .x > .tick');
    my @wrong;
    for my $tick (@ticks) {
        my $share = ($tick->{x} + $tick->{w} / 2 - $plot->{x}) / $plot->{w};
        my $second = ($first + $share * $buckets) * $width / 1e9;
        my ($h, $m, $s) = split /:/, $tick->{text};
        my $told = $h * 3600 + $m * 60 + ($s // 0);
        push @wrong, "$tick->{text} stands at second $second" if !near($told, $second % 86400, 2 * $width / 1e9);
    }
    push @wrong, 'there are fewer than three times' if @ticks < 3;
    return @wrong;
}

sub wrong_sources {
    my %count;
    $count{ $_->{source} }++ for @accepts;
    my @order  = sort { $count{$b} <=> $count{$a} } keys %count;
    my @names  = boxes('#sources text:not(.end)');
    my @bars   = boxes('#sources rect');
    my @wrong;
    for my $i (0 .. 9) {
        my ($name, $bar) = ($names[$i], $bars[$i]);
        my $count = $count{ $name->{text} } // 0;
        push @wrong, "$name->{text} has $count, the one of rank $i has $count{$order[$i]}" if $count != $count{ $order[$i] };
        push @wrong, "$name->{text} with $count has $bar->{w} pixels"
            if !near($bar->{w}, $bars[0]{w} * $count / $count{ $order[0] }, 0.1);
        push @wrong, "the bar of $name->{text} is not below it" if !near($bar->{y}, $name->{y} + $name->{h}, 8);
    }
    push @wrong, 'the longest is short' if $bars[0]{w} < 300;
    return @wrong;
}

sub octave { my $us = int($_[0] / 1000); my $n = 0; while ($us) { $us >>= 1; $n++ } return $n }

# Cells of the map: in each place where there is one, darker where there are more, in all of them alike.
sub wrong_map {
    my (%expected, @wrong, %level);
    $expected{ bucket_of($_) }{ octave($_->{wait}) }++ for @accepts;
    my $highest = max map { keys %$_ } values %expected;
    my $plot = plot('#waits');
    my $rows = $plot->{h} / 14;
    for my $cell (boxes('#waits .heat path')) {
        my $bucket = int(($cell->{x} - $plot->{x}) / $plot->{w} * $buckets + 0.5);
        my $octave = $highest - int(($cell->{y} - $plot->{y}) / $plot->{h} * $rows + 0.5);
        my $count  = delete $expected{$bucket}{$octave};
        push @wrong, "nothing waited 2^$octave us in bar $bucket" if !$count;
        push @{ $level{ luminance($cell->{fill}) } }, $count // 0;
    }
    push @wrong, map { my $b = $_; map { "2^$_ us in bar $b is missing" } keys %{ $expected{$b} } } sort keys %expected;
    my @levels = map { $level{$_} } sort { $b <=> $a } keys %level;
    push @wrong, 'there are few colours' if @levels < 4;
    for my $i (1 .. $#levels) {
        push @wrong, "colour $i is for $levels[$i][0] and fewer, which a lighter one has as well"
            if min(@{ $levels[$i] }) <= max(@{ $levels[ $i - 1 ] });
    }
    return @wrong;
}

# How long half of them, or 99 %, waited, where the line is in the middle of each bar.
sub wrong_line {
    my ($class, $percent) = @_;
    my (%waits, @wrong);
    push @{ $waits{ bucket_of($_) } }, $_->{wait} for @accepts;
    my $highest = max map { octave($_->{wait}) } @accepts;
    my $places  = $browser->eval("(() => { const p = document.querySelector('#waits .plot .$class'), n = p.getTotalLength();
        const places = []; for (let i = 0; i < $buckets; i++) { let a = 0, b = n;
            while (b - a > 0.01) { const m = (a + b) / 2; if (p.getPointAtLength(m).x < i + 0.5) a = m; else b = m }
            places.push(p.getPointAtLength(a)) } return places.map(p => ({x: p.x, y: p.y})) })()");
    for my $bucket (keys %waits) {
        my @sorted = sort { $a <=> $b } @{ $waits{$bucket} };
        my $wait = $sorted[ int((@sorted * $percent + 99) / 100) - 1 ];
        my $place = $highest + 1 - $places->[$bucket]{y};
        my $octave = int $place;
        my $told = 2**($octave - 1) * 1000 * (1 + $place - $octave);
        push @wrong, "bar $bucket: $wait, and the line is at $told" if !near($told, $wait, $wait / 6);
    }
    push @wrong, 'there are no waits' if keys %waits < 20;
    return @wrong;
}

# The gap is from a quarter of the time on, a twentieth of it long.
sub wrong_gap {
    my ($id) = @_;
    my $plot = plot($id);
    my @bands = boxes("$id .loss rect");
    my $span = $times[-1] - $times[0];
    my $pixel = $plot->{w} / $buckets;
    my $from = $plot->{x} + $plot->{w} * ($times[0] + $span / 4 - $first * $width) / ($buckets * $width);
    my @wrong;
    push @wrong, scalar(@bands) . ' bands' if @bands != 1;
    push @wrong, "it begins at $bands[0]{x}, not $from" if !near($bands[0]{x}, $from, 1.5 * $pixel);
    push @wrong, "it is $bands[0]{w} wide" if !near($bands[0]{w}, $plot->{w} / 20, 2.5 * $pixel);
    push @wrong, "it is from $bands[0]{y} on $bands[0]{h} high"
        if $bands[0]{y} > $plot->{y} + 1 || $bands[0]{y} + $bands[0]{h} < $plot->{y} + $plot->{h} - 1;
    return @wrong;
}

sub channels { return map { $_ <= 0.04045 ? $_ / 12.92 : (($_ + 0.055) / 1.055)**2.4 } map { $_ / 255 } rgb($_[0]) }
sub rgb { my $c = shift; return $c =~ /^#/ ? map { hex } $c =~ /[0-9a-f]{2}/g : $c =~ /[0-9.]+/g }
sub luminance { my ($r, $g, $b) = channels($_[0]); return 0.2126 * $r + 0.7152 * $g + 0.0722 * $b }

sub contrast {
    my ($less, $more) = sort { $a <=> $b } map { luminance($_) } @_;
    return ($more + 0.05) / ($less + 0.05);
}

# Machado, Oliveira and Fernandes, 2009: linear colours as those see them who lack one kind of cone.
my %vision = (
    all      => [ 1,        0,        0,         0,         1,        0,        0,         0,         1 ],
    'no red' => [ 0.152286, 1.052583, -0.204868, 0.114503,  0.786281, 0.099216, -0.003882, -0.048116, 1.051998 ],
    'no green' => [ 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881 ],
    'no blue' => [ 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900 ],
);

sub lab {
    my ($colour, $m) = @_;
    my @in = channels($colour);
    my ($r, $g, $b) = map { my $row = $_; max(0, min(1, sum0 map { $m->[ $row * 3 + $_ ] * $in[$_] } 0 .. 2)) } 0 .. 2;
    my ($x, $y, $z) = map { $_ > 0.008856 ? $_**(1 / 3) : 7.787 * $_ + 16 / 116 } (0.4124 * $r + 0.3576 * $g + 0.1805 * $b) / 0.9505,
        0.2126 * $r + 0.7152 * $g + 0.0722 * $b, (0.0193 * $r + 0.1192 * $g + 0.9505 * $b) / 1.089;
    return (116 * $y - 16, 500 * ($x - $y), 200 * ($y - $z));
}

# As far apart as two colours that nobody mixes up in a legend.
sub wrong_colours {
    my @fills = map { $_->{fill} } legend();
    my $card = $browser->eval("getComputedStyle(document.querySelector('section')).backgroundColor");
    my @wrong = map { "$_ is hard to see on $card" } grep { contrast($_, $card) < 3 } @fills;
    for my $eyes (sort keys %vision) {
        for my $i (1 .. $#fills) {
            for my $j (0 .. $i - 1) {
                my @a = lab($fills[$i], $vision{$eyes});
                my @b = lab($fills[$j], $vision{$eyes});
                my $apart = sqrt sum0 map { ($a[$_] - $b[$_])**2 } 0 .. 2;
                push @wrong, "$eyes: $fills[$i] and $fills[$j] are $apart apart" if $apart < 20;
            }
        }
    }
    push @wrong, 'there are few colours' if @fills < 7;
    return @wrong;
}

# All text against what is painted behind it.
sub wrong_contrast {
    my ($is_dark) = @_;
    my $texts = $browser->eval(<<'END');
(() => { const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
        if (!/, 0\)$/.test(c)) return c } return 'rgb(255, 255, 255)' };
    return [...document.querySelectorAll('body *')].filter(e => e.getClientRects().length &&
        [...e.childNodes].some(n => n.nodeType == 3 && n.textContent.trim()) && !/^(script|style|title)$/.test(e.localName))
        .map(e => ({text: e.textContent.slice(0, 30), behind: behind(e),
            colour: e.localName == 'text' ? getComputedStyle(e).fill : getComputedStyle(e).color})) })()
END
    my @wrong = map { "\"$_->{text}\" is $_->{colour} on $_->{behind}" }
        grep { contrast($_->{colour}, $_->{behind}) < 4.5 } @$texts;
    my $page = luminance($browser->eval('getComputedStyle(document.body).backgroundColor'));
    push @wrong, "the background has a luminance of $page" if $is_dark ? $page > 0.1 : $page < 0.8;
    push @wrong, 'there is no text' if @$texts < 100;
    return @wrong;
}

# What is painted in the middle of the tallest pieces.
sub wrong_paint {
    my $plot = plot('#ports');
    my $rows = $browser->pixels(@$plot{qw(x y w h)});
    my @bars = sort { $b->{h} <=> $a->{h} } grep { $_->{w} >= 2 } boxes('#ports .bar rect');
    my @wrong;
    for my $bar (@bars[ 0 .. 19 ]) {
        my ($x, $y) = (int($bar->{x} - $plot->{x} + $bar->{w} / 2), int($bar->{y} - $plot->{y} + $bar->{h} / 2));
        my $wanted = sprintf '#%02x%02x%02x', rgb($bar->{fill});
        push @wrong, "$x, $y is $rows->[$y][$x], not $wanted" if $rows->[$y][$x] ne $wanted;
    }
    return @wrong;
}

sub lines { return map { [ split /\t/ ] } split /\n/, $browser->eval(<<'END') }
[...document.querySelectorAll('tbody tr')].filter(r => r.getClientRects().length)
    .map(r => [...r.cells].map(c => c.textContent).join('\t')).join('\n')
END

sub groups {
    my (%count, %groups);
    $groups{"$_->{port}\t" . $_->{cmd} =~ s/\\/\\x5c/gr . "\t$_->{source}"}++ for @accepts;
    return \%groups;
}

sub key_of { return join "\t", @{ $_[0] }[ 0 .. 2 ] }
sub count_of { return $_[0][3] =~ tr/,//dr }

sub wrong_lines_of_table {
    my $groups = groups();
    my @lines = lines();
    my @wrong;
    for my $line (@lines) {
        my $count = $groups->{ key_of($line) } // 'no';
        push @wrong, key_of($line) . ": $count accepts, not " . count_of($line) if $count ne count_of($line);
    }
    for my $i (1 .. $#lines) {
        push @wrong, "line $i has more than the one above" if count_of($lines[$i]) > count_of($lines[ $i - 1 ]);
    }
    push @wrong, scalar(@lines) . ' lines' if @lines != min(1000, scalar keys %$groups);
    return @wrong;
}

# By what a column is sorted after a click on its name, and after another.
sub wrong_order {
    my ($index, $number_of) = @_;
    my @wrong;
    my @before = sort map { key_of($_) } lines();
    for my $click (0, 1) {
        $browser->click("document.querySelectorAll('th')[$index].firstChild");
        my @lines = lines();
        my @values = map { $number_of->($_->[$index]) } @lines;
        my $sign = $values[0] <=> $values[-1] || 1;
        push @wrong, "after click $click the first is $values[0], the last is $values[-1]"
            if !@wrong && grep { $sign * ($values[ $_ - 1 ] <=> $values[$_]) < 0 } 1 .. $#values;
        push @wrong, 'other lines' if join("\n", @before) ne join("\n", sort map { key_of($_) } @lines);
        my $state = $browser->eval("document.querySelectorAll('th')[$index].ariaSort");
        push @wrong, "it is said to be $state" if $state ne ($sign < 0 ? 'ascending' : 'descending');
    }
    return @wrong;
}

my %ns = (ns => 1, us => 1e3, ms => 1e6, s => 1e9);
sub duration { my ($value, $unit) = $_[0] =~ /^([0-9.]+)([a-z]+)$/; return $value * $ns{$unit} }

sub address {
    my @bytes = split /\./, $_[0];
    # Those of IPv6, all alike here, come behind.
    return @bytes == 4 ? $bytes[0] * 2**24 + $bytes[1] * 2**16 + $bytes[2] * 2**8 + $bytes[3] : 2**32;
}

sub wrong_filter {
    my @words = ('sshd', '192.0.0.2');
    my @expected = grep { my $line = lc key_of($_); !grep { index($line, $_) < 0 } @words } lines();
    $browser->click("document.querySelector('input')");
    $browser->type(join ' ', map { uc } @words);
    my @found = lines();
    my @wrong;
    push @wrong, scalar(@found) . ' lines, not ' . @expected
        if join("\n", sort map { key_of($_) } @found) ne join("\n", sort map { key_of($_) } @expected) || !@found;
    my $told = 'lines: ' . @found . ', accepts: ' . sum0(map { count_of($_) } @found);
    push @wrong, text('output') . " is told, not $told" if text('output') ne $told;
    $browser->eval("document.querySelector('input').select()");
    $browser->type('no such thing');
    push @wrong, 'something is left of nothing' if lines();
    return @wrong;
}

sub wrong_markup {
    my @wrong = map { "there is a <$_> that nobody made" }
        grep { $browser->eval("document.querySelectorAll('$_').length") } 'i', 'section b[onclick]', 'td *', '[onclick]';
    my %seen = map { $_->[1] => 1 } lines();
    push @wrong, map { "no line has the command $_" } grep { !$seen{$_} } '</script><i>x', '<b onclick=x>', "\"'&amp;\\x5c";
    return @wrong;
}

# Nothing is asked for but the page itself, and the browser has nothing to complain of.
sub wrong_requests {
    my @urls = map { $_->{request}{url} } $browser->events('Network.requestWillBeSent');
    return ((map { "it asks for $_" } grep { $_ ne "file://$file" } @urls), @urls ? () : 'it was not even asked for',
        map { $_->{entry}{text} } $browser->events('Log.entryAdded'));
}

# A script, a style and a picture that somebody has brought in all the same.
sub wrong_policy {
    my $done = $browser->eval(<<'END');
(() => { const put = (name, text) => { const e = document.createElement(name); e.textContent = text; document.body.append(e) };
    put('script', 'window.foreign = 1'); put('style', 'h1 {font-size: 77px}');
    const image = new Image(); image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
    document.body.append(image); document.body.setAttribute('onclick', 'window.foreign = 1'); document.body.click();
    return [window.foreign, getComputedStyle(document.querySelector('h1')).fontSize == '77px'] })()
END
    $browser->ask('Runtime.evaluate', { expression => 'new Promise(done => setTimeout(done, 50))', awaitPromise => JSON::PP::true });
    my @refused = grep { $_->{entry}{text} =~ /Content Security Policy/ } $browser->events('Log.entryAdded');
    return ((map { 'a script has run' } grep { $_ } $done->[0]), (map { 'a style is used' } grep { $_ } $done->[1]),
        @refused < 4 ? @refused . ' of four refused' : ());
}

sub wrong_narrow {
    my $wide = $browser->eval('document.scrollingElement.scrollWidth');
    my @wrong = $wide > 400 ? "it is $wide wide" : ();
    my @ticks = grep { $_->{w} } boxes('#ports .x > .tick');
    for my $i (1 .. $#ticks) {
        push @wrong, "$ticks[$i]{text} is in $ticks[$i - 1]{text}" if $ticks[$i]{x} < $ticks[ $i - 1 ]{x} + $ticks[ $i - 1 ]{w};
    }
    push @wrong, 'there are no times' if @ticks < 2;
    return @wrong;
}

sub page { $browser->visit("file://$file", @_); learn_buckets() }

sub slurp { local $/; open my $page, '<', $_[0] or die "$_[0]: $!"; return <$page> }

test 'it is one file of less than a megabyte, for its owner alone', sub {
    my ($mode, $size) = (stat $file)[ 2, 7 ];
    return grep { $_ } $size >= 1e6 && "$size bytes", ($mode & 07777) != 0600 && sprintf 'mode %o', $mode;
};
page(script => 0);
test 'without its script: bars are as high as there are accepts of each port', \&wrong_bars;
test 'without its script: it tells how many ports the others are', sub {
    my ($count, @ports) = ports_by_count();
    my ($told) = text('#ports .legend li:last-child') =~ / of ([0-9]+) ports$/ or return 'it does not';
    return $told == @ports - 6 ? () : "$told, not " . (@ports - 6);
};
test 'without its script: figures stand where bars of that height end', \&wrong_lines;
test 'without its script: times stand where they belong', \&wrong_times;
test 'without its script: the bars are painted in the colours of the legend', \&wrong_paint;
test 'without its script: sources with bars as long as their counts', \&wrong_sources;
test 'without its script: the map of waits', \&wrong_map;
test 'without its script: half of the waits are below the line', sub { wrong_line('p50', 50) };
test 'without its script: 99 % of the waits are below the dashes', sub { wrong_line('p99', 99) };
test 'without its script: the gap is marked where it was', sub { wrong_gap('#ports'), wrong_gap('#waits') };
test 'without its script: the table is whole, the most frequent first', \&wrong_lines_of_table;
test 'without its script: there is no filter that does nothing', sub {
    return map { 'there is one' } grep { $_->{w} } boxes('input');
};
page();
test 'it asks for nothing and breaks no rule of its own', \&wrong_requests;
test 'what strangers wrote is text', \&wrong_markup;
test 'the table is sorted by a click: addresses', sub { wrong_order(2, \&address) };
test 'the table is sorted by a click: numbers', sub { wrong_order(3, sub { $_[0] =~ tr/,//dr }) };
test 'the table is sorted by a click: waits', sub { wrong_order(8, \&duration) };
test 'the filter leaves what has all its words', \&wrong_filter;
for my $scheme ('light', 'dark') {
    page(dark => $scheme eq 'dark');
    test "$scheme: text can be read", sub { wrong_contrast($scheme eq 'dark') };
    test "$scheme: colours can be told apart, also by those who see fewer", \&wrong_colours;
}
page();
test 'its policy keeps out what is not its own', \&wrong_policy;
page(width => 400);
test 'it fits a narrow screen', \&wrong_narrow;
# Times of the first record, of the first on the CPU whose buffer went round, and of the last: trace-cmd report's.
test 'what a buffer has overwritten is marked up to what it kept', sub {
    my ($start, $kept, $end) = (8.743506, 9.067662, 9.106585);
    system($tcpwho, 'report', '-q', '--html', $file, 'tests/data/recordings/6.12-overwritten.dat') == 0 or return 'it failed';
    $browser->visit("file://$file");
    my ($plot, @marks) = (plot('#ports'), boxes('.loss rect'));
    my $wide = $plot->{w} * ($kept - $start) / ($end - $start);
    return @marks . ' marks' if @marks != 1;
    return near($marks[0]{x}, $plot->{x}, 1) && near($marks[0]{w}, $wide, $plot->{w} / 100)
        ? () : "it is from $marks[0]{x} on $marks[0]{w} wide, not $wide";
};
test 'no recording is taken for a page of old', sub {
    my $recording = "$scratch/swapped.dat";
    copy('tests/data/recordings/6.12-own.dat', $recording) or return "no copy: $!";
    my $size = -s $recording;
    my $status = system("'$tcpwho' report --html '$recording' '$file' 2>'$scratch/said'");
    return $status == 256 && -s $recording == $size ? () : "status $status, now of " . -s $recording;
};
test 'on standard output it is the same', sub {
    system($tcpwho, 'report', '-q', '--html', $file, $recording) == 0 or return 'it failed';
    system("'$tcpwho' report -q --html - '$recording' >'$scratch/other.html'") == 0 or return 'it failed';
    my ($one, $other) = map { slurp($_) =~ s/(?<=nonce[-=])"?[0-9a-f]{32}//gr } $file, "$scratch/other.html";
    return $one eq $other ? () : 'another page';
};
undef $browser;
print "1..$number\n";
exit($failed ? 1 : 0);
