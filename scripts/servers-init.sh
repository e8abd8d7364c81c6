#!/bin/sh
# Runs in the guest, over the folder of servers.sh: starts sshd, nginx, Redis and PostgreSQL on 127.0.0.1 and ::1,
# ports 22, 80, 6379 and 1921, and returns when all of them accept connections. Silent unless something fails; each
# server notes the connections that it accepts in /var/log/servers.log.
# Not for a real machine: it writes to /etc, and everyone may log in to everything.

set -eu
postgres=/usr/lib/postgresql/15/bin/postgres
log=/var/log/servers.log

main() {
    mkdir -p /etc/ssh /etc/nginx /root/.ssh /run/sshd /var/lib/nginx /var/log/nginx
    start_postgres
    start_redis
    start_nginx
    start_sshd
    for port in 22 80 6379 1921; do wait_for $port listens $port; done
    wait_for 1921 grep -q 'database system is ready to accept connections' "$log"
}

# Prints what the servers said, where one does not come up.
wait_for() {
    port=$1
    shift
    tries=600
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { cat "$log" >&2; echo "servers-init.sh: no server on port $port" >&2; exit 1; }
        usleep 100000
    done
}

# Looked up, not tried: a try would be one more connection.
listens() { [ "$(netstat -ltn | grep -c ":$1 .*LISTEN")" -eq 2 ]; }

start_postgres() {
    su -s /bin/sh postgres -c "exec $postgres -D /var/lib/postgresql/15/main -h 127.0.0.1,::1 -p 1921 -k /tmp -F -c log_connections=on \
        -c shared_buffers=16MB -c dynamic_shared_memory_type=mmap" >>"$log" 2>&1 &
}

start_redis() {
    su -s /bin/sh redis -c "exec redis-server --bind 127.0.0.1 ::1 --port 6379 --dir /tmp --save '' --loglevel verbose" >>"$log" 2>&1 &
}

start_nginx() {
    cat >/etc/nginx/nginx.conf <<END
user www-data;
worker_processes auto;
pid /run/nginx.pid;
error_log $log;
events {}
http {
    log_format accepted 'nginx \$pid accepted \$remote_addr \$remote_port';
    access_log $log accepted;
    server {
        listen 127.0.0.1:80;
        listen [::1]:80;
        location / { return 200 "hello\n"; }
    }
}
END
    nginx -c /etc/nginx/nginx.conf >>"$log" 2>&1
}

# root may log in with a key that is made here and that ssh finds by itself.
start_sshd() {
    cat >/etc/ssh/sshd_config <<END
ListenAddress 127.0.0.1
ListenAddress ::1
HostKey /etc/ssh/host_key
AuthenticationMethods publickey
LogLevel VERBOSE
END
    chmod 700 /root /root/.ssh
    ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/host_key
    ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
    cp /root/.ssh/id_ed25519.pub /root/.ssh/authorized_keys
    echo "127.0.0.1,::1 $(cat /etc/ssh/host_key.pub)" >/root/.ssh/known_hosts
    /usr/sbin/sshd -E "$log"
}

main
