// SPDX-License-Identifier: Apache-2.0
/**
 * B. Braun's dianet-star (Perfusor fm and compact, Infusomat fmS and P): binary, 16 bits of
 * checksum, read without any control.
 *
 * <p>Following a pump never asks for a mode, so the pump's watch over the line (1.2 s) never begins
 * through us. Only a session that may set pumps, and only while it sets one, takes the control, in
 * the mode that leaves the pump's keys alive; the mode that blocks them, and every action (start,
 * stop, bolus), cannot be encoded at all. Should the bridge break off between taking and giving
 * back, the pump ends the control by itself after 1.2 s and may say so with an alarm; what it holds
 * then is what was written, or not, and it stands still unless somebody starts it. A session with
 * programming enabled that finds a pump so held gives the control back in order.
 *
 * <p>From the bytes up: {@link io.pumpbridge.drivers.dianet.DianetCrc}, {@link
 * io.pumpbridge.drivers.dianet.DianetFrameReader}, {@link
 * io.pumpbridge.drivers.dianet.DianetRequest} and {@link io.pumpbridge.drivers.dianet.DianetReply},
 * {@link io.pumpbridge.drivers.dianet.DianetVocabulary}, {@link
 * io.pumpbridge.drivers.dianet.Objection} (the checks), {@link
 * io.pumpbridge.drivers.dianet.DianetSession} and its states, {@link
 * io.pumpbridge.drivers.dianet.DianetDriver}.
 */
@NullMarked
package io.pumpbridge.drivers.dianet;

import org.jspecify.annotations.NullMarked;
