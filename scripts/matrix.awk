# matrix.awk: the table of BUILD/matrix.md, kernels by scenarios, from the lines of BUILD/results: "ok KERNEL SCENARIO",
# "not ok …", "skip …: WHY". A cell is empty where a kernel was not given that scenario. Set `scenarios` to their names.

BEGIN {
    count = split(scenarios, files, " ")
    for (i = 1; i <= count; i++)
        is_scenario[files[i]] = 1
}

{ result = $1 }
$1 == "not" { result = "FAILED"; sub(/^not /, "") }
{ sub(/:$/, "", $3) }
/^(ok|skip) / && $3 in is_scenario {
    if (!($2 in seen))
        kernels[++columns] = $2
    seen[$2] = 1
    if (!($3 in known))
        names[++rows] = $3
    known[$3] = 1
    cell[$3, $2] = result
}

END {
    head = "| scenario |"
    line = "|---|"
    for (k = 1; k <= columns; k++) {
        head = head " " kernels[k] " |"
        line = line "---|"
    }
    print head "\n" line
    for (n = 1; n <= rows; n++) {
        head = "| " names[n] " |"
        for (k = 1; k <= columns; k++)
            head = head " " cell[names[n], kernels[k]] " |"
        print head
    }
}
