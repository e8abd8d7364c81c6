/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Defines an event, lets a child accept, and reads what the event dumped of
 * that. Leaves nothing in the kernel, and looks for nothing in the dump.
 */
#include "calround.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <tracefs.h>

#include "define.h"
#include "reader.h"
#include "sweep.h"

const struct loopback_accept calround_accepts[MEMDUMP_ACCEPTS] = {
	{ AF_INET, 0, "127.83.61.7", "127.19.211.5", 61579, 0, 77 },
	{ AF_INET, 0, "127.83.61.7", "127.19.211.5", 40213, 0, 91 },
	{ AF_INET, 0, "127.83.61.7", "127.19.211.5", 52361, 0, 113 },
};

static void take_record(void *context, const struct rawrec *record)
{
	struct calround *round = context;
	const char *data = record->data;
	uint16_t type;
	uint32_t tid;

	if (record->size <
	    round->spans[CALROUND_FIRST].offset + round->dump.size)
		return;
	memcpy(&type, data + round->spans[CALROUND_TYPE].offset, sizeof(type));
	memcpy(&tid, data + round->spans[CALROUND_TID].offset, sizeof(tid));
	if (type == round->id && tid == round->truth[0].tid)
		memdump_take(&round->dump, record->ts_ns,
			     data + round->spans[CALROUND_FIRST].offset);
}

static int learn(struct calround *round)
{
	static const char *const names[CALROUND_SPANS] = { "common_type",
							   "common_pid",
							   "skaddr" };
	int length;
	char *text = tracefs_event_file_read(round->instance->tracefs,
					     round->instance->name,
					     CALROUND_EVENT, "format", &length);

	if (!text)
		return -1;
	round->id =
		layout_parse(text, length, names, CALROUND_SPANS, round->spans);
	free(text);
	return round->id >= 0 &&
			       round->spans[CALROUND_TYPE].size ==
				       sizeof(uint16_t) &&
			       round->spans[CALROUND_TID].size ==
				       sizeof(uint32_t) &&
			       round->spans[CALROUND_FIRST].size ?
		       0 :
		       -1;
}

static int write_file(struct calround *round, const char *file,
		      const char *text)
{
	return instance_write_event(round->instance, round->instance->name,
				    CALROUND_EVENT, file, text);
}

static int accept_and_read(struct calround *round)
{
	struct reader *reader =
		reader_open(round->instance->dir, round->format);
	int made;

	if (!reader)
		return -1;
	made = loopback_run(calround_accepts, MEMDUMP_ACCEPTS, round->truth);
	reader_begin(reader);
	while (reader_pass(reader, take_record, round))
		;
	reader_close(reader);
	return made == MEMDUMP_ACCEPTS && round->dump.count == MEMDUMP_ACCEPTS ?
		       0 :
		       -1;
}

/*
 * Only one event at a time: where a fetch fails the kernel leaves what the
 * last record had there, which then was another accept, with other values.
 */
int calround_run(struct calround *round, const char *definition, size_t size)
{
	int result = -1;

	round->dump.count = 0;
	round->dump.size = size;
	if (size > MEMDUMP_SIZE || define(definition, NULL))
		return -1;
	/*
	 * Others' accepts are not to fill the buffer. Without that filter
	 * (4.4, 9f61668073a8) they are told apart by their thread alone.
	 */
	write_file(round, "filter", "comm==\"" LOOPBACK_CMD "\"");
	if (!learn(round) && !write_file(round, "enable", "1"))
		result = accept_and_read(round);
	write_file(round, "enable", "0");
	sweep_remove_event(round->instance->name, CALROUND_EVENT);
	return result;
}
