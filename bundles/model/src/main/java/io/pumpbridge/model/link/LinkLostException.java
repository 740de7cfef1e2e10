// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.link;

import java.io.IOException;

/** The port is gone: unplugged, or its device node vanished. Close the link and open it anew. */
public final class LinkLostException extends IOException {
  private static final long serialVersionUID = 1L;

  public LinkLostException(String message) {
    super(message);
  }
}
