# bench.awk: makes of the lines of bench-peers.sh the table (form=md), the same as JSON (form=json), or which goals are
# met (form=goals; ends with 1 when one is not). It computes nothing but ratios, and knows no figure of its own but goals.

$1 == "kernel" { kernel = $2 }
$1 == "result" {
    if (($3 == "base" || $3 == "reason") && !listed[$2]++) names[++count] = $2
    value = $0
    sub(/^[^ ]* [^ ]* [^ ]* ?/, "", value)
    of[$2, $3] = value
    if (!(($2, $3) in seen)) keys[$2] = keys[$2] " " $3
    seen[$2, $3]
}
$1 == "growth" { growth[++grown] = $0; note_growth($2, $5) }
$1 == "storm" { storm_of = $2; storm_lost = $3 }
END {
    if (form == "md") markdown()
    if (form == "json") json()
    if (form == "goals") exit goals()
}

function note_growth(what, added) {
    if (!(what in least) || added < least[what]) least[what] = added
    if (added > most[what]) most[what] = added
}

function markdown(    i) {
    print "| Linux " kernel " | packages, MB | first row after | memory | an accept costs who accepts | and the reader |" \
        " lost of 50,000 | lost of 40 waiting | rows right of 50 | left by kill -9 |"
    print "|---|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= count; i++) tool(names[i])
    beside()
    if (grown) print ""
    for (i in least)
        grew = grew (grew ? ", " : "") commas(least[i]) " to " commas(most[i]) " over " range(i)
    if (grown) print "What tcpwho adds to an accept: " grew ". CPUs accept by turns, the reader at last, in a VM with 8 of them, in" \
        " which 8 processes at once lost " losses(storm_lost) " of " commas(storm_of) "."
    if (goals()) print "\nGoals that are not met: " unmet "."
}

function tool(name) {
    printf "| `%s` %s | %s | ", name, of[name, "version"], \
        (name, "packages") in of ? of[name, "packages"] ", " mb(of[name, "install_kb"]) : ""
    if ((name, "reason") in of) {
        print "cannot run: " shortened(of[name, "reason"]) " | | | | | | | |"
        return
    }
    printf "%s ms | %s MB | %s | %s | ", commas(of[name, "start_ms"]), mb(of[name, "peak_kb"]), \
        commas(of[name, "own"]), commas(of[name, "reader"]) unread(of[name, "loop_lost"])
    printf "%s | %s | %s | %s |\n", losses(of[name, "storm_lost"]), losses(of[name, "waiting_lost"]), of[name, "right"], \
        summed(of[name, "left"])
}

# There can be more rows than accepts, and then nobody knows how many were lost. One too many is as wrong as one too few.
function losses(n) { return n + 0 < 0 ? commas(-n) " rows too many" : commas(n) }
function missing(n) { return n + 0 < 0 ? -n : n }

# What a reader never read it has not paid for.
function unread(lost) { return lost > 0 ? ", but " commas(lost) " of 6,000 lost" : "" }

# At a blank, and not within what somebody quotes.
function shortened(text,    n, part) {
    if (length(text) <= 100) return text
    text = substr(text, 1, 100)
    sub(/ [^ ]*$/, "", text)
    n = split(text, part, "‘")
    if (n > 1 && !index(part[n], "’")) text = substr(text, 1, length(text) - length("‘" part[n]) - 1)
    return text " ..."
}

# Who is lower than tcpwho, and how much higher the others are.
function beside() {
    if (!(("tcpwho", "total") in of)) return
    print "\n| beside `tcpwho` | its own | lower | the others |"
    print "|---|---|---|---|"
    compare("KB to install", "install_kb", "")
    compare("ms to the first row", "start_ms", "")
    compare("KB of memory", "peak_kb", "")
    compare("instructions of who accepts", "own", "")
    compare("of the reader", "reader", "")
    compare("of both", "total", "")
    compare("rows too few or too many of 50,000", "storm_lost", 0)
    compare("rows too few or too many of 40 waiting", "waiting_lost", 0)
    compare("rows not right of 50", "right", 50)
    if (("tcpwho", "start_kernel_ms") in of)
        print "\nAn instance with its size and clock and two bare probes take a shell " of["tcpwho", "start_kernel_ms"] \
            " ms, of which nothing is tcpwho's own."
}
function compare(what, key, best,    i, mine, value, lower, same, least, most) {
    if (!(("tcpwho", key) in of)) return
    mine = figure_of("tcpwho", key, best)
    for (i = 1; i <= count; i++) {
        if (names[i] == "tcpwho" || (names[i], "reason") in of || !((names[i], key) in of)) continue
        value = figure_of(names[i], key, best)
        if (value < mine) lower = lower (lower ? ", " : "") "`" names[i] "` " commas(value) \
            (key == "reader" || key == "total" ? unread(of[names[i], "loop_lost"]) : "")
        if (value == mine) same = same (same ? ", " : "") "`" names[i] "`"
        if (value <= mine) continue
        if (least == "" || value < least) least = value
        if (value > most) most = value
    }
    printf "| %s | %s | %s | ", what, commas(mine), lower
    if (same) printf "%s as much%s", same, least == "" ? "" : "; "
    if (least != "" && mine) printf "%s times", between(times(least / mine), times(most / mine))
    else if (least != "") printf "%s", between(commas(least), commas(most))
    print " |"
}
function figure_of(name, key, best) { return best == "" ? of[name, key] + 0 : missing(best - of[name, key]) }
function between(least, most) { return least == most ? least : least " to " most }
function times(ratio) { return ratio < 10 ? sprintf("%.1f", ratio) : int(ratio + 0.5) }

# The names of what is left are in the JSON.
function summed(left,    n, parts, i, kind, counts, text) {
    if (left == "nothing") return left
    n = split(left, parts, ", ")
    for (i = 1; i <= n; i++) {
        kind = parts[i]
        sub(/ [^ ]*$/, "", kind)
        if (parts[i] ~ /^(tracing_on|trace_clock|current_tracer|buffer_size_kb) /) kind = "setting"
        if (!counts[kind]++) order[++kinds] = kind
    }
    for (i = 1; i <= kinds; i++)
        text = text (i > 1 ? ", " : "") counts[order[i]] " " order[i] (counts[order[i]] > 1 ? "s" : "")
    kinds = 0
    return text
}

function range(what,    i, word, first, last) {
    for (i = 1; i <= grown; i++) {
        split(growth[i], word, " ")
        if (word[2] != what) continue
        if (!first) first = word[3]
        last = word[3]
    }
    return commas(first) " to " commas(last) " " what
}

function mb(kb) { return kb + 0 >= 10240 ? commas(int(kb / 1024 + 0.5)) : sprintf("%.1f", kb / 1024) }

function commas(n,    text) {
    n += 0
    if (n < 0) return "-" commas(-n)
    for (text = ""; n >= 1000; n = int(n / 1000)) text = sprintf(",%03d%s", n % 1000, text)
    return n text
}

function json(    i, k, n, key, word) {
    printf "{\"kernel\": %s,\n \"tools\": [", quoted(kernel)
    for (i = 1; i <= count; i++) {
        printf "%s\n  {\"name\": %s", (i > 1 ? "," : ""), quoted(names[i])
        n = split(keys[names[i]], key, " ")
        for (k = 1; k <= n; k++) printf ", %s: %s", quoted(key[k]), scalar(of[names[i], key[k]])
        printf "}"
    }
    printf "],\n \"growth\": ["
    for (i = 1; i <= grown; i++) {
        split(growth[i], word, " ")
        printf "%s\n  {\"what\": %s, \"of\": %d, \"base\": %d, \"added\": %d}", (i > 1 ? "," : ""), quoted(word[2]), \
            word[3], word[4], word[5]
    }
    printf "]%s}\n", storm_of ? sprintf(",\n \"storm\": {\"accepts\": %d, \"lost\": %d}", storm_of, storm_lost) : ""
}
function scalar(text) { return text ~ /^-?[0-9]+$/ ? text : quoted(text) }
function quoted(text) {
    gsub(/\\/, "&&", text)
    gsub(/"/, "\\\"", text)
    gsub(/[\001-\037]/, " ", text)
    return "\"" text "\""
}

# A figure that is not there is a goal that is not met.
function goal(what, measured, limit) {
    met = measured != "" && measured + 0 <= limit + 0
    measured = measured == "" ? "not measured" : measured
    if (form == "goals") printf "%-7s  %s: %s, goal at most %s\n", met ? "met" : "NOT MET", what, measured, limit
    if (!met) unmet = unmet (missed++ ? "; " : "") what " (" measured ", not " limit ")"
}
function fraction(key, part) { return int(of["bpftrace", key] / part) }
function goals(    what, i, whats) {
    goal("instructions an accept, all together, against a fifth of bpftrace's", of["tcpwho", "total"], fraction("total", 5))
    goal("ms to the first row, against a twentieth of bpftrace's", of["tcpwho", "start_ms"], fraction("start_ms", 20))
    goal("KB of memory", of["tcpwho", "peak_kb"], 3072)
    goal("lost of 50,000 by 8 processes on one CPU", missing(of["tcpwho", "storm_lost"]), 0)
    goal("lost of 100,000 by 8 processes on 8 CPUs", missing(storm_lost), 0)
    goal("lost of 40 threads that were waiting", missing(of["tcpwho", "waiting_lost"]), 0)

    for (i = split("accepts cpus listeners", whats); i > 0; i--) {
        what = whats[i]
        goal("% that an accept costs more over " (what in least ? range(what) : what), \
            what in least ? int((most[what] / least[what] - 1) * 100 + 0.5) : "", 20)
    }
    goal("instructions an accept pays in its own context", of["tcpwho", "own"], 5000)
    goal("instructions of the reading process, a row to a file", of["tcpwho", "process"], 1300)
    systemtap()
    return missed > 0
}
function note(text) { if (form == "goals") print text }
function systemtap() {
    if (("systemtap", "reason") in of) note("no goal: SystemTap cannot run: " of["systemtap", "reason"])
    else goal("instructions an accept, against half of SystemTap's", of["tcpwho", "total"], int(of["systemtap", "total"] / 2))
}
