// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import java.nio.file.Path;

/** Where this gateway's private keys are; never what opens it. */
public sealed interface KeyPlace {

  Fields told();

  /** A PKCS#12 of this gateway's own. */
  record InFile(Path file) implements KeyPlace {
    @Override
    public Fields told() {
      return Fields.builder().put("store", "file").put("file", file.toString()).build();
    }
  }

  /** A PKCS#11 token. */
  record InToken(Path library, String slot) implements KeyPlace {
    @Override
    public Fields told() {
      return Fields.builder()
          .put("store", "token")
          .put("library", library.toString())
          .put("slot", slot)
          .build();
    }
  }
}
