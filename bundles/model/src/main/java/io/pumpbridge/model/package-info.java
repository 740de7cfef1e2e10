// SPDX-License-Identifier: Apache-2.0
/**
 * Every noun, every rule about nouns and every port of the pump bridge; nothing but {@code java.*}.
 *
 * <p>Read in this order: {@link io.pumpbridge.model.pump} (what is heard), {@link
 * io.pumpbridge.model.dose} (how it is judged), {@link io.pumpbridge.model.event} (what is said of
 * it), {@link io.pumpbridge.model.journal} (how it is kept), {@link io.pumpbridge.model.command}
 * (what comes back). The other packages are what these stand on.
 */
@NullMarked
package io.pumpbridge.model;

import org.jspecify.annotations.NullMarked;
