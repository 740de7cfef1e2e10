// SPDX-License-Identifier: Apache-2.0
/**
 * From a configuration and a state directory to running bundles: what is shipped ({@link
 * ShippedBundles}), what it may be told ({@link Settings}), where it keeps things ({@link
 * StateDirectory}), and the framework around it ({@link BridgeFramework}). The launcher shares no
 * class of ours with the bundles; it knows them by names of components and services only.
 */
@NullMarked
package io.pumpbridge.runtime.launch;

import org.jspecify.annotations.NullMarked;
