// SPDX-License-Identifier: Apache-2.0
/** What Eclipse Kura puts on the wire: topics and the protobuf payload. */
@NullMarked
package io.pumpbridge.uplink.kura;

import org.jspecify.annotations.NullMarked;
