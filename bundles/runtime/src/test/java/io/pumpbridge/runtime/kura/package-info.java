// SPDX-License-Identifier: Apache-2.0
/**
 * The product as Eclipse Kura takes it: the build packs the deployment package with {@link
 * io.pumpbridge.runtime.kura.DeploymentPackage}; the tests hold package and snapshot to the
 * bundles.
 */
package io.pumpbridge.runtime.kura;
