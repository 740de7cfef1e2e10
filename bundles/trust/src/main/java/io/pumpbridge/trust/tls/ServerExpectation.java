// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.time.Duration;
import java.util.Optional;

/**
 * What a socket must be like, whatever its user sets.
 *
 * @param serverName for server name indication; empty for an address
 * @param handshakeLimit from the first byte to the last of the handshake
 * @param asksWhoWeAre whether a server that does not ask for our certificate is refused
 */
record ServerExpectation(
    Optional<String> serverName, Duration handshakeLimit, boolean asksWhoWeAre) {}
