// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.alerts.Alert;
import io.pumpbridge.pumpserver.alerts.AlertBook;
import java.util.List;

/** What stands at a gateway's bedsides, from all that it has sent. */
public final class AlertQuestion {
  private final PumpServer server;

  public AlertQuestion(PumpServer server) {
    this.server = server;
  }

  /**
   * What stands, and of what nobody knows; as of the gateway's last record, which may be long ago
   * if it is not connected ({@link PumpServer#online}).
   */
  public List<Alert> ask(String gateway) throws PumpServerException {
    AlertBook book = new AlertBook();
    server.records(gateway).forEach(each -> book.see(each.record(), each.document()));
    return book.alerts(gateway);
  }
}
