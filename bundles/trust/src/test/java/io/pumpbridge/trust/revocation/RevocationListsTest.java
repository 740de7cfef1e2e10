// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CRLException;
import org.junit.jupiter.api.Test;

final class RevocationListsTest {

  @Test
  void aGiantListIsNotEvenRead() {
    assertThatThrownBy(() -> RevocationLists.fromDer(new byte[RevocationLists.MAX_BYTES + 1]))
        .isInstanceOf(CRLException.class)
        .hasMessageContaining("larger");
  }

  @Test
  void aLargeOneIsRead() {
    assertThatThrownBy(() -> RevocationLists.fromDer(new byte[RevocationLists.MAX_BYTES]))
        .isInstanceOf(CRLException.class)
        .hasMessage("not an X.509 revocation list");
  }
}
