// SPDX-License-Identifier: Apache-2.0
/**
 * What is in pump-bridge.jar, as CycloneDX has it. The build writes {@code target/bom.json} with
 * {@link io.pumpbridge.runtime.bom.BillOfMaterials}: it looks for the packed code, entry by entry,
 * in the libraries that the poms name, so that a library is in the bill because it is in the jar,
 * and code that comes from nowhere fails the build. {@code BillOfMaterialsIT} takes another way to
 * the same list.
 */
package io.pumpbridge.runtime.bom;
