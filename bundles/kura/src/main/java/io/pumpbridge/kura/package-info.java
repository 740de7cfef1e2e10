// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the other bundles at home on Eclipse Kura, without a class of Kura at compile time.
 *
 * <p>Kura manages (web page, snapshots, REST, remote configuration) what offers its empty marker
 * interface as a service. Our components do not know Kura, so this bundle offers the marker in
 * their names: {@link io.pumpbridge.kura.KuraComponent} for each configuration, {@link
 * io.pumpbridge.kura.KuraInstancesComponent} for each instance of a factory.
 */
@NullMarked
package io.pumpbridge.kura;

import org.jspecify.annotations.NullMarked;
