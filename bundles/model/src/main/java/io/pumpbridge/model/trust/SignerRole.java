// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

/**
 * What a person or system may sign. The role is bound in the certificate as an extended key usage
 * under an arc that needs no registration (ITU-T X.667: {@code 2.25.} and a UUID as a number).
 */
public enum SignerRole {
  LIBRARY_AUTHOR("library-author", 1),
  LIBRARY_APPROVER("library-approver", 2),
  ORDER_SYSTEM("order", 3),
  PUMP_SERVER("pump-server", 4),
  UPDATE_PUBLISHER("update", 5),
  /** Writes down whom the hospital trusts. */
  SITE_AUTHOR("site-author", 6),
  /** Another person, who agrees. */
  SITE_APPROVER("site-approver", 7);

  /** UUID 6f1c2f0e-8a55-4c39-9a54-2d0f6f0b7a10, made for this product. */
  private static final String ARC = "2.25.147690646269422333906582625601308031504";

  private final String wireName;
  private final String keyPurpose;

  SignerRole(String wireName, int leaf) {
    this.wireName = wireName;
    this.keyPurpose = ARC + "." + leaf;
  }

  public String wireName() {
    return wireName;
  }

  /** The extended key usage that binds the role, dotted. */
  public String keyPurpose() {
    return keyPurpose;
  }
}
