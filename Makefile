# SPDX-License-Identifier: GPL-2.0-or-later
# Builds, tests and installs tcpwho. `make help` lists the targets.

VERSION := 0.1
PREFIX ?= /usr/local
SBINDIR ?= $(PREFIX)/sbin
MANDIR ?= $(PREFIX)/share/man
PKG_CONFIG ?= pkg-config
BUILD ?= build
# What to pass on: make run ARGS="-o +TID", make check KERNELS="5.10 6.12",
# make static ARCH=arm64, make check-arch ARCHES="arm64 i386".

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wpointer-arith -Wwrite-strings -Wundef -Wvla
HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
# A record passes through ten modules: a tenth faster; whole objects for tests.
LTO ?= $(if $(findstring clang,$(CC)),,-flto=auto -ffat-lto-objects)
PACKAGES := libtracefs libtraceevent libzstd zlib ncursesw
# Read only when a rule needs them: the packages may be installed by then.
LIB_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
LIB_LIBS = $(shell $(PKG_CONFIG) --libs $(PACKAGES))
OWN_CFLAGS = -std=gnu11 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -Iinclude \
	$(LIB_CFLAGS) $(WARNINGS) $(if $(WERROR),-Werror)
OWN_LDFLAGS := -pie -Wl,-z,relro -Wl,-z,now -Wl,--as-needed

SOURCES := $(wildcard src/*.c)
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o)
# All modules but main, for the tests to link with.
MODULES := $(filter-out $(BUILD)/main.o,$(OBJECTS))
UNIT_TESTS := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/test_*.c))
# All that a machine needs to run the live scenarios, in one folder.
LIVE := $(patsubst tests/live/%,$(BUILD)/live/%,$(wildcard tests/live/*.sh) $(basename $(wildcard tests/live/*.c))) \
	$(addprefix $(BUILD)/live/,tcpwho tcpwho-no-function tcpwho-not-probeable tcpwho-no-btf tcpwho-no-event)

Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)	$(2)")

.DELETE_ON_ERROR:
.PHONY: all static run run-vm live check check-unit check-live check-vm check-arch \
	bench asan fuzz lint format install uninstall clean help

all: deps-build		## install what building needs, and build
	$(Q)$(MAKE) -s $(BUILD)/tcpwho

static: deps-build	## one file that runs anywhere, on this machine or on ARCH
	$(Q)scripts/static.sh $(BUILD) $(ARCH)

$(BUILD)/tcpwho: $(OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LTO) $(CFLAGS) $(OWN_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(OWN_CFLAGS) $(HARDENING) $(LTO) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%: tests/%.c $(MODULES)
	$(call say,CC,$@)
	$(Q)$(CC) $(OWN_CFLAGS) $(CPPFLAGS) -fno-lto $(CFLAGS) -MMD -MP -o $@ $< \
		$(MODULES) $(LIB_LIBS) -lcmocka

# Static, for they run in VMs beside tcpwho and must not need its libraries.
$(BUILD)/live/%: tests/live/%.c $(wildcard tests/live/*.h)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) $(CFLAGS) -static -pthread -o $@ $<

$(BUILD)/live/%.sh: tests/live/%.sh
	$(Q)install -D $< $@

$(BUILD)/live/tcpwho: $(BUILD)/tcpwho src/tcpwho.8
	$(Q)install -D -t $(@D) $^

# What the kernel says to functions that it lacks or that it protects.
$(BUILD)/live/tcpwho-no-function: OTHER := FIELDS_FUNCTION='"no_such_function"'
$(BUILD)/live/tcpwho-not-probeable: OTHER := FIELDS_FUNCTION='"get_kprobe"'
# And what we do without BTF, or the event that tells WAIT, on kernels that have it.
$(BUILD)/live/tcpwho-no-btf: OTHER := OFFSETS_BTF='"/nonexistent"'
$(BUILD)/live/tcpwho-no-event: OTHER := HANDSHAKE_EVENT='"no_such_event"'
$(BUILD)/live/tcpwho-no%: $(SOURCES) $(wildcard include/*.h)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(OWN_CFLAGS) $(HARDENING) $(CFLAGS) -D$(OTHER) $(OWN_LDFLAGS) \
		-o $@ $(SOURCES) $(LIB_LIBS)

-include $(wildcard $(BUILD)/*.d)

deps-%:
	$(Q)scripts/setup.sh $*

run run-vm:		## build and run: here where the kernel can, else, or run-vm, in a VM
	$(Q)VM=$(filter run-vm,$@) scripts/run.sh $(BUILD)/tcpwho $(ARGS)

check: all deps-check	## all tests
	$(Q)rm -f $(BUILD)/results
	$(Q)$(MAKE) -s --keep-going check-unit check-live || \
		grep -qs '^not ok' $(BUILD)/results || \
		echo 'not ok building or setting up the tests' >>$(BUILD)/results
	$(Q)scripts/tally.sh $(BUILD)/results

check-unit: deps-check	## tests of the pure modules and replays, no root needed
	$(Q)$(MAKE) -s $(BUILD)/tcpwho $(UNIT_TESTS)
	$(Q)scripts/check-unit.sh $(BUILD) $(UNIT_TESTS) $(wildcard tests/test_*.sh)

# Scenarios that are no more must not go on running.
live: deps-build
	$(Q)rm -f $(BUILD)/live/*.sh
	$(Q)$(MAKE) -s $(BUILD)/tcpwho $(LIVE)

check-live: live	## live tests: here where the kernel has kprobes, else in VMs
	$(Q)scripts/check-live.sh $(BUILD) $(KERNELS)

check-vm: live deps-vm	## live tests in a VM on each of KERNELS, or of scripts/kernels
	$(Q)rm -f $(BUILD)/results
	$(Q)scripts/check-vm.sh $(BUILD) $(KERNELS)

check-arch: deps-vm	## live tests of the static file on each of ARCHES, or on all
	$(Q)scripts/check-arch.sh $(BUILD) $(ARCHES)

bench:			## tcpwho against other tools, in VMs; an hour, and 2 GB in the cache
	$(Q)scripts/bench-peers.sh $(BUILD) $(ARGS)

asan:			## unit tests under ASan and UBSan
	$(Q)rm -f $(BUILD)/asan/results
	$(Q)$(MAKE) -s check-unit BUILD=$(BUILD)/asan LTO= \
		CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"

fuzz:			## damaged recordings under ASan and UBSan; ARGS are libFuzzer's
	$(Q)scripts/fuzz.sh $(BUILD) $(or $(ARGS),-runs=100000)

lint:			## cppcheck, clang-tidy, man page, shell scripts, format
	$(Q)scripts/lint.sh

format:			## format the C files in place
	$(Q)clang-format -i src/*.c src/static/*.c include/*.h tests/*.c tests/live/*.[ch]

INSTALL = $(Q)PREFIX='$(PREFIX)' SBINDIR='$(SBINDIR)' MANDIR='$(MANDIR)' DESTDIR='$(DESTDIR)' scripts/install.sh
install: $(BUILD)/tcpwho	## to DESTDIR and PREFIX, with manual and completions
	$(INSTALL) install $<

uninstall:		## what install put there
	$(INSTALL) uninstall $(BUILD)/tcpwho

clean:			## remove what was built
	rm -rf $(BUILD)

help:			## this list
	@sed -n 's/^\([a-z -]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
