// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import io.pumpbridge.runtime.Elements;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * A licence as a pom names it.
 *
 * @param spdx its SPDX identifier, or nothing where it has none
 */
record Licence(Optional<String> spdx, String name, String url) {
  /** Names and addresses that the poms of our libraries use. */
  private static final Map<String, String> SPDX =
      Map.ofEntries(
          Map.entry("Apache-2.0", "Apache-2.0"),
          Map.entry("http://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
          Map.entry("http://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
          Map.entry("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
          Map.entry("BSD-3-Clause", "BSD-3-Clause"),
          Map.entry("MIT", "MIT"),
          Map.entry("http://www.eclipse.org/legal/epl-v10.html", "EPL-1.0"),
          Map.entry("https://www.eclipse.org/legal/epl-2.0", "EPL-2.0"),
          Map.entry("http://www.gnu.org/licenses/old-licenses/lgpl-2.1.html", "LGPL-2.1-only"),
          // jSerialComm: its sources add "or (at your option) any later version".
          Map.entry("GNU Lesser GPL, Version 3", "LGPL-3.0-or-later"));

  private static final int MAX_PARENTS = 10;

  static Licence named(String name, String url) {
    return new Licence(
        Optional.ofNullable(SPDX.get(name)).or(() -> Optional.ofNullable(SPDX.get(url))),
        name,
        url);
  }

  /** What a library's own pom says, or else the first of its parents that says anything. */
  static List<Licence> of(Library library) throws IOException {
    Path pom = library.pom();
    for (int i = 0; i < MAX_PARENTS; i++) {
      Element project = project(pom);
      List<Licence> named = of(project);
      Optional<Element> parent = child(project, "parent");
      if (!named.isEmpty() || parent.isEmpty()) {
        return named;
      }
      pom =
          library.pomOf(
              new Coordinates(
                  text(parent.get(), "groupId"),
                  text(parent.get(), "artifactId"),
                  text(parent.get(), "version")));
    }
    return List.of();
  }

  static List<Licence> of(Path pom) throws IOException {
    return of(project(pom));
  }

  private static List<Licence> of(Element project) {
    List<Licence> licences = new ArrayList<>();
    child(project, "licenses").stream()
        .flatMap(all -> Elements.children(all).stream())
        .forEach(one -> licences.add(named(text(one, "name"), text(one, "url"))));
    return licences;
  }

  private static Element project(Path pom) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(pom.toFile())
          .getDocumentElement();
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(pom + " cannot be read", e);
    }
  }

  private static Optional<Element> child(Element parent, String name) {
    return Elements.children(parent).stream()
        .filter(child -> child.getTagName().equals(name))
        .findFirst();
  }

  private static String text(Element parent, String name) {
    return child(parent, name).map(child -> child.getTextContent().strip()).orElse("");
  }
}
