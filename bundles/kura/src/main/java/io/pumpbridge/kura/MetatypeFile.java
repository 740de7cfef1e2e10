// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a metatype resource of a bundle configures.
 *
 * @param pids of components that there are once; factories are left out, their instances come later
 */
record MetatypeFile(Set<String> pids) {
  static final MetatypeFile EMPTY = new MetatypeFile(Set.of());

  static MetatypeFile read(InputStream xml) throws IOException {
    Set<String> pids = new TreeSet<>();
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(xml);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals("Designate")) {
          String pid = reader.getAttributeValue(null, "pid");
          String factoryPid = reader.getAttributeValue(null, "factoryPid");
          if (pid != null && !pid.isEmpty() && factoryPid == null) {
            pids.add(pid);
          }
        }
      }
      reader.close();
    } catch (XMLStreamException e) {
      throw new IOException("not a metatype resource: " + e.getMessage(), e);
    }
    return new MetatypeFile(pids);
  }
}
