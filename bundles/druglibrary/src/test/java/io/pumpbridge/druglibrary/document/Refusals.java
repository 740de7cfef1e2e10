// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static io.pumpbridge.druglibrary.lab.Examples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.model.document.DocumentException;

/** What the reader says of a library that it does not take. */
final class Refusals {
  private Refusals() {}

  static DocumentException refused(String document) {
    DocumentException e =
        catchThrowableOfType(DocumentException.class, () -> LibraryReader.read(bytes(document)));
    assertThat(e).as("was accepted").isNotNull();
    return e;
  }
}
