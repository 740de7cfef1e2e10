// SPDX-License-Identifier: Apache-2.0
/**
 * B. Braun BCC: one communication device speaks for all pumps of a rack, in request mode, to look
 * and never to touch. The requests that can be encoded are the four that read.
 *
 * <p>From the bytes up: {@link io.pumpbridge.drivers.bcc.BccSum}, {@link
 * io.pumpbridge.drivers.bcc.BccFrameReader}, {@link io.pumpbridge.drivers.bcc.BccMessages}, {@link
 * io.pumpbridge.drivers.bcc.BccVocabulary}, {@link io.pumpbridge.drivers.bcc.Slots}, {@link
 * io.pumpbridge.drivers.bcc.BccSession}, {@link io.pumpbridge.drivers.bcc.BccDriver}.
 *
 * <p>Pages named in this package are those of "Technical Interface Specification BCC", B. Braun
 * Melsungen AG, I0022_000030, version 4.0 (2019-03-20).
 */
@NullMarked
package io.pumpbridge.drivers.bcc;

import org.jspecify.annotations.NullMarked;
