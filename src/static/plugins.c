/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stands in for libtraceevent's plugin loader in static builds, so that
 * dlopen() is not even linked. Never part of the ordinary program.
 */

struct tep_handle;
void free_tep_plugin_paths(struct tep_handle *tep);

/*
 * The one function that the rest of the library wants of its loader (1.7.1 to
 * 1.8.4). There is nothing to free: only the loader adds such paths.
 */
void free_tep_plugin_paths(struct tep_handle *tep)
{
	(void)tep;
}
