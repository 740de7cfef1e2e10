// SPDX-License-Identifier: Apache-2.0
/**
 * The audit lane on its way to the hospital's collector: RFC 5424 messages over TLS (RFC 5425). In
 * this bundle because it leaves the gateway for a server over the network, as everything here does,
 * and shares its words for what went wrong; a package of its own because it shares nothing else
 * with the way to the pump server and must never disturb it.
 */
@NullMarked
package io.pumpbridge.uplink.syslog;

import org.jspecify.annotations.NullMarked;
