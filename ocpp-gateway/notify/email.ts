import { createTransport } from "nodemailer";
import { type AlertMessage, emailOf } from "@/lib/domain/alerts/alert-message";
import type { DeliveryFailure } from "@/lib/services/alerts/settle-delivery";

export type SmtpSettings = { readonly url: string; readonly from: string };

export type Email = {
  readonly to: string;
  readonly deliveryId: string;
  readonly message: AlertMessage;
  readonly consoleUrl: string | null;
};

const TIMEOUT_MS = 15_000;

/** Hands an e-mail to the mail server once. Its Message-ID is the delivery's, so a second copy is known as one. Null: taken. */
export async function sendEmail(email: Email, smtp: SmtpSettings | null): Promise<DeliveryFailure> {
  if (smtp === null) return { reason: "no mail server is set: KITUO_SMTP_URL and KITUO_SMTP_FROM", isFinal: true };
  const { subject, text } = emailOf(email.message, email.consoleUrl);
  const transport = createTransport({
    url: smtp.url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: smtp.from,
      to: email.to,
      subject,
      text,
      messageId: `<${email.deliveryId}@kituo>`,
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return null;
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error), isFinal: false };
  } finally {
    transport.close();
  }
}
