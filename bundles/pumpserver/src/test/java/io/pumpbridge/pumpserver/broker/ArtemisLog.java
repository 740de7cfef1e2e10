// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What Artemis complains of while somebody listens; its threads log while the test reads. */
final class ArtemisLog extends AppenderBase<ILoggingEvent> {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("org.apache.activemq");

  private final List<String> lines = new CopyOnWriteArrayList<>();

  static ArtemisLog listen() {
    ArtemisLog log = new ArtemisLog();
    log.start();
    LOGGER.addAppender(log);
    return log;
  }

  List<String> lines() {
    return lines;
  }

  void leave() {
    LOGGER.detachAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getFormattedMessage());
  }
}
