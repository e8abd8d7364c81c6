# SPDX-License-Identifier: GPL-2.0-or-later
# Builds, tests and installs tcpwho. `make help` lists the targets.

VERSION := 0.1
PREFIX ?= /usr/local
SBINDIR ?= $(PREFIX)/sbin
MANDIR ?= $(PREFIX)/share/man
PKG_CONFIG ?= pkg-config
BUILD ?= build
# What to pass on: make run ARGS="-o +TID", make check JOBS="5.10:all lint",
# make static ARCH=arm64.

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wpointer-arith -Wwrite-strings -Wundef -Wvla
HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
# A record passes through ten modules: a tenth faster; whole objects for tests.
LTO ?= $(if $(findstring clang,$(CC)),,-flto=auto -ffat-lto-objects)
# Where it is built is no part of what is built: the same bits anywhere.
PREFIX_MAP := -ffile-prefix-map="$$PWD"=.
PACKAGES := libtracefs libtraceevent libzstd zlib ncursesw
# Read only when a rule needs them: the packages may be installed by then.
LIB_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
LIB_LIBS = $(shell $(PKG_CONFIG) --libs $(PACKAGES))
OWN_CFLAGS = -std=gnu11 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -Iinclude \
	$(PREFIX_MAP) $(LIB_CFLAGS) $(WARNINGS) $(if $(WERROR),-Werror)
OWN_LDFLAGS := -pie -Wl,-z,relro -Wl,-z,now -Wl,--as-needed

SOURCES := $(wildcard src/*.c)
OBJECTS := $(patsubst src/%.c,$(BUILD)/%.o,$(sort $(SOURCES)))
# All modules but main, for the tests to link with.
MODULES := $(filter-out $(BUILD)/main.o,$(OBJECTS))
UNIT_TESTS := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/test_*.c))
# Programs that make recordings for them.
TEST_TOOLS := $(BUILD)/grow_recording $(BUILD)/page_recording
# What tcpwho does without: see lacks.h.
LACKS := btf arguments arrays maxactive hex_types comm write_backward
# All that a machine needs to run the live scenarios, in one folder.
LIVE := $(patsubst tests/live/%,$(BUILD)/live/%,$(wildcard tests/live/*.sh) $(basename $(wildcard tests/live/*.c))) \
	$(addprefix $(BUILD)/live/,tcpwho tcpwho-no-function tcpwho-not-probeable tcpwho-no-event tcpwho-no-5.0) \
	$(LACKS:%=$(BUILD)/live/tcpwho-no-%)

Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)	$(2)")

.DELETE_ON_ERROR:
.PHONY: all libraries deps static run run-vm live test check check-all bench asan \
	fuzz lint format install uninstall clean help

all: $(BUILD)/tcpwho	## build, with what is installed

libraries:
	$(Q)[ -z '$(PACKAGES)' ] || $(PKG_CONFIG) --print-errors --exists $(PACKAGES) || { \
		echo 'Building needs pkg-config and the libraries $(PACKAGES);' \
		'on Debian, as root, run: make deps' >&2; exit 1; }

deps: deps-build	## install what building needs; deps-check what make test uses
deps-%:
	$(Q)TCPWHO_INSTALL=yes scripts/setup.sh $*
	$(Q)[ $* != check ] || scripts/fetch-tests.sh >/dev/null

static:			## one file that runs anywhere, on this machine or on ARCH
	$(Q)scripts/static.sh $(BUILD) $(ARCH)

$(BUILD)/tcpwho: $(OBJECTS)
	$(call say,LD,$@)
	$(Q)$(CC) $(LTO) $(CFLAGS) $(PREFIX_MAP) $(OWN_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(BUILD)/%.o: src/%.c Makefile | libraries
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
$(BUILD)/live/tcpwho-no-event: OTHER := HANDSHAKE_EVENT='"no_such_event"'
# What it does where the kernel lacks one thing, or all that was not there before 5.0.
$(BUILD)/live/tcpwho-no-%: OTHER = TCPWHO_LACKS='" $(@:$(BUILD)/live/tcpwho-no-%=%) "'
$(BUILD)/live/tcpwho-no-5.0: OTHER = TCPWHO_LACKS='" $(LACKS) "'
# Only the sources that it makes a difference to are compiled anew.
OTHERS = $(shell grep -lE '$(firstword $(subst =, ,$(OTHER)))|lacks.h' $(SOURCES))
$(BUILD)/live/tcpwho-no%: $(OBJECTS)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(OWN_CFLAGS) $(HARDENING) -fno-lto $(CFLAGS) -D$(OTHER) $(OWN_LDFLAGS) -o $@ $(OTHERS) \
		$(filter-out $(OTHERS:src/%.c=$(BUILD)/%.o),$(OBJECTS)) $(LIB_LIBS)

-include $(wildcard $(BUILD)/*.d)

run run-vm:		## make deps, build, and run: here where the kernel can, else, or run-vm, in a VM
	$(Q)TCPWHO_INSTALL=yes VM=$(filter run-vm,$@) scripts/run.sh $(BUILD)/tcpwho $(ARGS)

test: $(BUILD)/tcpwho $(UNIT_TESTS) $(TEST_TOOLS)	## tests without root, network and VM, in a minute
	$(Q)scripts/check-unit.sh $(BUILD) $(wildcard tests/test_*.sh) $(UNIT_TESTS)

# Scenarios that are no more must not go on running.
live: $(BUILD)/tcpwho $(LIVE)
	$(Q)cd $(BUILD)/live && rm -f $(filter-out $(notdir $(LIVE)),$(notdir $(wildcard $(BUILD)/live/*.sh)))

check check-all:	## make deps, make test, core scenarios here and in VMs; or JOBS of scripts/jobs; or all, for two hours
	$(Q)rm -rf $(BUILD)/results
	$(Q)scripts/check.sh $(BUILD) $(or $(JOBS),$(@:check-%=%))

bench:			## tcpwho against other tools, in VMs; an hour, and 2 GB in the cache
	$(Q)scripts/bench-peers.sh $(BUILD) $(ARGS)

asan:			## unit tests under ASan and UBSan
	$(Q)$(MAKE) -s test BUILD=$(BUILD)/asan LTO= \
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
