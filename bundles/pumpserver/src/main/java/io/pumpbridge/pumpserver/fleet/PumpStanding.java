// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.fleet;

import java.util.Optional;

/**
 * One channel of one pump.
 *
 * @param library what it is judged by; empty if nothing
 * @param why why that is not the newest, for programs; empty if it is
 */
public record PumpStanding(
    String serial, String channel, Optional<Library> library, Optional<String> why) {}
