// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The versions that our poms ask for. */
final class PomVersions {
  /** No pom of ours names them: they come with another, in its version. */
  private static final Map<String, String> COMES_WITH =
      Map.of(
          "ch.qos.logback:logback-core", "ch.qos.logback:logback-classic",
          "com.pi4j:pi4j-library-gpiod", "com.pi4j:pi4j-plugin-gpiod");

  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> versions = new HashMap<>();

  /** Of the root pom, and above it of the module's. */
  static PomVersions read() throws Exception {
    PomVersions read = new PomVersions();
    for (Path pom : List.of(Path.of("../../pom.xml"), Path.of("pom.xml"))) {
      read.add(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()));
    }
    return read;
  }

  String of(String name) {
    String version = versions.get(COMES_WITH.getOrDefault(name, name));
    assertThat(version).as("version of " + name).isNotNull();
    return version;
  }

  String property(String name) {
    return properties.get(name);
  }

  private void add(Document pom) {
    NodeList blocks = pom.getElementsByTagName("properties");
    for (int i = 0; i < blocks.getLength(); i++) {
      NodeList children = ((Element) blocks.item(i)).getElementsByTagName("*");
      for (int j = 0; j < children.getLength(); j++) {
        properties.put(children.item(j).getNodeName(), children.item(j).getTextContent());
      }
    }
    NodeList dependencies = pom.getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      text(dependency, "version")
          .ifPresent(
              version ->
                  versions.put(
                      text(dependency, "groupId").orElseThrow()
                          + ":"
                          + text(dependency, "artifactId").orElseThrow(),
                      resolved(version)));
    }
  }

  private String resolved(String version) {
    return version.startsWith("${")
        ? properties.get(version.substring(2, version.length() - 1))
        : version;
  }

  private static Optional<String> text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0
        ? Optional.empty()
        : Optional.of(found.item(0).getTextContent().strip());
  }
}
