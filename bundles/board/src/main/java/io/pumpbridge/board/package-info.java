// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway's own status light, buzzer and tamper switch.
 *
 * <p>What is lit when ({@link io.pumpbridge.board.LightPattern}, {@link
 * io.pumpbridge.board.SoundPattern}) and when a switch is believed ({@link
 * io.pumpbridge.board.TamperDebounce}) is decided purely; {@link io.pumpbridge.board.DrivenBoard}
 * has the one thread that carries it out, and {@link io.pumpbridge.board.Pi4jLines} is the only
 * class that knows Pi4J.
 */
@NullMarked
package io.pumpbridge.board;

import org.jspecify.annotations.NullMarked;
