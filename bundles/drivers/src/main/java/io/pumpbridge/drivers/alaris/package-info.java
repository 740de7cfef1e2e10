// SPDX-License-Identifier: Apache-2.0
/**
 * The Alaris/Asena two-way ASCII protocol. A session looks; where the site enables programming it
 * can also set the rate and the volume of a pump that stands still, and nothing else: {@link
 * io.pumpbridge.drivers.alaris.AlarisRequests} is all that can be encoded, and no start, stop or
 * bolus is in it.
 *
 * <p>From the bytes up: {@link io.pumpbridge.drivers.alaris.AlarisCrc}, {@link
 * io.pumpbridge.drivers.alaris.AlarisFrameReader}, {@link
 * io.pumpbridge.drivers.alaris.AlarisRequests} and {@link
 * io.pumpbridge.drivers.alaris.AlarisMessages}, {@link
 * io.pumpbridge.drivers.alaris.AlarisVocabulary}, {@link
 * io.pumpbridge.drivers.alaris.AlarisSession}, {@link io.pumpbridge.drivers.alaris.AlarisDriver}.
 *
 * <p><b>Setting a pump.</b> {@link io.pumpbridge.drivers.alaris.ProgrammeCheck} refuses without a
 * byte what cannot be; {@link io.pumpbridge.drivers.alaris.Act} lists the steps; {@link
 * io.pumpbridge.drivers.alaris.Programming} takes them one by one, {@link
 * io.pumpbridge.drivers.alaris.Releasing} gives the control back. No step is sent twice and no
 * reply is believed after its wait, since a second or late reply could pass for the answer to the
 * next question; only the release is repeated.
 *
 * <p><b>What a crash leaves.</b> At its worst a pump that stands still, holds what was written so
 * far, and has its remote control enabled. Its 15 s watch over the line (directions for use, page
 * 33) is for an infusion that was started over the line, and we start none: so no alarm comes of
 * our silence, and an infusion that a nurse starts goes on. Whether the pump itself ends a control
 * that ran nothing is not published, nor whether its keys are restricted until then. A new session
 * does not know of it and does not touch it; the end of the next programme gives it back.
 *
 * <p><b>What cannot be closed.</b> A key that is pressed after the pump said that it stands and
 * before a write has reached it, some 10 ms later. The next INF shows it; it is told as failed.
 */
@NullMarked
package io.pumpbridge.drivers.alaris;

import org.jspecify.annotations.NullMarked;
