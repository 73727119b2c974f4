namespace KegImages.LocalEngine;

/// <summary>The bash that owns what the engine does to the machine. It is bash, because it must outlive the run that started it. Three
/// processes: the supervisor makes bridge and rules and starts the init; the init is process 1 of its own process and mount namespaces, so
/// that its end is the end of every daemon, container and mount; the cleaner waits for the supervisor's end, however that comes, and takes
/// bridge, rules and folder away. Each of the first two ends with the other.</summary>
internal static class Scripts
{
    /// <summary>Starts everything. Its variables: KEG_ID, KEG_RUN, KEG_HOME, KEG_INSIDE, KEG_BRIDGE, KEG_NET, KEG_PORT.</summary>
    public const string Supervisor = """
        set -eu
        # What the run that started it had open (a lock, a pipe) must not stay open here.
        for descriptor in /proc/self/fd/*; do
          descriptor=${descriptor##*/}
          [ "$descriptor" -le 2 ] || eval "exec $descriptor>&-"
        done
        cd /
        export PATH="$KEG_HOME/bin:$PATH:/usr/sbin:/sbin"
        exec 8>"$KEG_HOME/engine.lock"
        flock -w 20 8
        bash "$KEG_HOME/settings/clean.sh" now
        mkdir -p "$KEG_RUN/home"
        echo "$KEG_NET" > "$KEG_RUN/net"
        # The cleaner's standard input ends when this process does. It holds the lock until it is done.
        exec 9> >(exec setsid bash "$KEG_HOME/settings/clean.sh" wait)

        ip link add name "$KEG_BRIDGE" type bridge
        ip address add "$KEG_NET.0.1/24" dev "$KEG_BRIDGE"
        ip link set "$KEG_BRIDGE" up
        comment=(-m comment --comment "keg-$KEG_ID")
        iptables -w -t nat -A POSTROUTING -s "$KEG_NET.0.0/16" ! -d "$KEG_NET.0.0/16" "${comment[@]}" -j MASQUERADE
        iptables -w -I FORWARD -s "$KEG_NET.0.0/16" "${comment[@]}" -j ACCEPT
        iptables -w -I FORWARD -d "$KEG_NET.0.0/16" "${comment[@]}" -j ACCEPT
        # The engine looks through all tracked connections twice for each RUN step,
        # and a push leaves dozens to the registry behind for two minutes.
        # Where the kernel cannot leave them out, steps are only slower.
        for end in --sport --dport; do
          iptables -w -t raw -A OUTPUT -o lo -p tcp "$end" "$KEG_PORT" "${comment[@]}" -j NOTRACK || :
        done
        (
          flock 7
          if [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 0 ]; then
            : > /run/keg.forward
            echo 1 > /proc/sys/net/ipv4/ip_forward
          fi
        ) 7< /run

        setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --propagation slave \
          bash "$KEG_HOME/settings/init.sh" 8>&- 9>&- &
        wait $!
        """;

    /// <summary>Process 1 of the namespaces: the daemons' parent, which ends when one of them does.</summary>
    public const string Init = """
        set -eu
        # The outer /proc is still mounted: its self is this process as the machine counts it.
        read -r line < /proc/self/stat
        set -- $line
        echo "$1 ${22}" > "$KEG_RUN/init.new"
        mv "$KEG_RUN/init.new" "$KEG_RUN/init"

        mount -t proc proc /proc
        mount --bind "$KEG_HOME" "$KEG_INSIDE"
        # containerd's shims and dockerd's plugins keep their sockets there, whatever the settings say.
        (
          flock 7
          for folder in containerd docker; do
            [ -d "/run/$folder" ] || { mkdir "/run/$folder"; : > "/run/keg.made.$folder"; }
            mount -t tmpfs -o mode=711 keg "/run/$folder"
          done
        ) 7< /run
        export PATH="$KEG_INSIDE/bin:$KEG_INSIDE/packages/usr/bin:$KEG_INSIDE/packages/usr/sbin:$PATH"
        settings="$KEG_INSIDE/settings" logs="$KEG_INSIDE/logs"

        # The daemons are short of processors rather than of memory:
        # a heap that may grow fivefold is searched for garbage a quarter as often.
        export GOGC=400
        docker-registry serve "$settings/registry.yml" > "$logs/registry-access.log" 2> "$logs/registry.log" &
        containerd --config "$settings/containerd.toml" > "$logs/containerd.log" 2>&1 &
        containerd=$!
        until [ -S "$KEG_RUN/containerd.sock" ]; do
          kill -0 "$containerd"
          sleep 0.02
        done
        dockerd --config-file "$settings/daemon.json" > "$logs/dockerd.log" 2>&1 &
        dockerd=$!
        stop() { kill -TERM "$dockerd" && wait "$dockerd"; exit 0; }
        trap stop TERM
        wait -n
        echo "a daemon ended by itself: see dockerd.log, containerd.log and registry.log"
        exit 1
        """;

    /// <summary>Ends the engine and takes away what it left on the machine; harmless where there is nothing. Its one argument: <c>stop</c>
    /// asks the engine to end first, <c>wait</c> waits for the end of standard input, <c>now</c> does neither.</summary>
    public const string Clean = """
        set -u
        PATH="$KEG_HOME/bin:$PATH:/usr/sbin:/sbin"
        cd /
        [ "$1" != wait ] || cat > /dev/null

        same() {
          local line
          { read -r line < "/proc/$1/stat"; } 2> /dev/null || return 1
          local fields=(${line##*') '})
          [ "${fields[19]}" = "$2" ] && [ "${fields[0]}" != Z ]
        }
        gone() {
          local tries
          for ((tries = 0; tries < $3; tries++)); do
            same "$1" "$2" || return 0
            sleep 0.05
          done
          return 1
        }
        if [ -r "$KEG_RUN/init" ] && read -r pid start < "$KEG_RUN/init" && same "$pid" "$start"; then
          if [ "$1" = stop ]; then
            kill -TERM "$pid" 2> /dev/null
            # A container that ignores its signal must not hold a teardown up.
            gone "$pid" "$start" 60
          fi
          kill -KILL "$pid" 2> /dev/null
          gone "$pid" "$start" 400
        fi
        # The cleaner of the engine that was just stopped does the rest.
        if [ "$1" = stop ] && [ -e "$KEG_HOME/engine.lock" ]; then
          exec 8>>"$KEG_HOME/engine.lock"
          flock -w 20 8
        fi

        # Compose's networks are bridges of other names, known by their addresses:
        # those that this very engine wrote down, since any other may be somebody else's.
        if [ -r "$KEG_RUN/net" ] && read -r net < "$KEG_RUN/net" && [ -n "$net" ]; then
          ip -o -4 address show 2> /dev/null | while read -r _ name _ address _; do
            case $address in "$net".*) ip link delete "$name" ;; esac
          done
        fi
        [ ! -e "/sys/class/net/$KEG_BRIDGE" ] || ip link delete "$KEG_BRIDGE"
        if command -v iptables > /dev/null; then
          for chain in 'nat POSTROUTING' 'filter FORWARD' 'raw OUTPUT'; do
            set -- $chain
            iptables -w -t "$1" -S "$2" 2> /dev/null | grep -e "--comment \"\?keg-$KEG_ID\"\? " | while read -r _ rule; do
              iptables -w -t "$1" -D ${rule//\"/}
            done
          done
        fi
        find /sys/fs/cgroup -depth -type d -path "*/keg-$KEG_ID*" -exec rmdir {} + 2> /dev/null
        rm -rf "$KEG_RUN"
        (
          flock 7
          # The last engine of this kind leaves the machine as the first one found it.
          if ! compgen -G '/run/keg-*/' > /dev/null; then
            for folder in containerd docker; do
              [ ! -e "/run/keg.made.$folder" ] || { rmdir "/run/$folder"; rm "/run/keg.made.$folder"; } 2> /dev/null
            done
            if [ -e /run/keg.forward ]; then
              rm /run/keg.forward
              compgen -G '/sys/class/net/*/bridge' > /dev/null || echo 0 > /proc/sys/net/ipv4/ip_forward
            fi
          fi
        ) 7< /run
        exit 0
        """;

    /// <summary>Turns a bare Debian file tree, its one argument, into the root image's: npm, yarn and the user that the official Node image
    /// has, no manuals.</summary>
    public const string RootImage = """
        set -eu
        tree=$1
        rm -rf "$tree"/usr/share/doc/* "$tree"/usr/share/man/* "$tree"/usr/share/locale/* "$tree"/usr/share/info/*
        scratch=$(mktemp --directory --tmpdir="$tree/tmp" keg.XXXXXX)
        if [ -r "$KEG_CA" ]; then cp "$KEG_CA" "$scratch/ca.crt"; fi
        # Inside, the tree is the root.
        KEG_SCRATCH=${scratch#"$tree"} chroot "$tree" sh -eu -c '
          useradd --create-home --uid 1000 --user-group --shell /bin/bash node
          export HOME=$KEG_SCRATCH TMPDIR=$KEG_SCRATCH COREPACK_HOME=$KEG_SCRATCH/corepack COREPACK_ENABLE_DOWNLOAD_PROMPT=0
          export COREPACK_NPM_REGISTRY="${npm_config_registry:-}" NODE_EXTRA_CA_CERTS=$KEG_SCRATCH/ca.crt
          # Debian puts corepack beside its node: it knows the registry and brings an npm that needs no distribution packages.
          if command -v corepack > /dev/null; then npm="corepack npm@10"
          else apt-get install --yes --no-install-recommends npm; npm=npm; fi
          $npm install --global --prefix /usr/local --no-fund --no-audit --no-update-notifier npm@10 yarn@1'
        rm -rf "$scratch"
        chroot "$tree" node --print process.versions.node > "$KEG_NODE_VERSION"
        """;
}
