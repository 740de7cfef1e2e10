// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What the platform's DOM makes one write again and again. */
public final class Elements {
  private Elements() {}

  /** The elements directly in it, in order. */
  public static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }
}
