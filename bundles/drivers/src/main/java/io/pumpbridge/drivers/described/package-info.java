// SPDX-License-Identifier: Apache-2.0
/**
 * Pumps that a profile alone describes: delimited text, asked and answered. The profile's tables
 * are the whole driver; nothing here knows any pump.
 *
 * <p>From the wire to the model: {@link io.pumpbridge.drivers.described.FrameReader} cuts frames by
 * the table of the framing, {@link io.pumpbridge.drivers.described.Identifying} and {@link
 * io.pumpbridge.drivers.described.Following} ask in turn what the dialogue lists, {@link
 * io.pumpbridge.drivers.described.Replies} finds the values, and {@link
 * io.pumpbridge.drivers.described.Vocabulary} puts them into the model's words. Only requests that
 * read can be in such a profile (the reader of profiles refuses others), so a session here never
 * holds anything of a pump's.
 */
@NullMarked
package io.pumpbridge.drivers.described;

import org.jspecify.annotations.NullMarked;
