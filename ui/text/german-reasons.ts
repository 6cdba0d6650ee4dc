// German sentences for everything that can go wrong: what happened, and what to do.

import type { CallEndReason, CallWarning, SignInFailure } from '../../firmware/phone.ts';
import type { DeviceProblem, Explanation, PhoneTrouble } from './vocabulary.ts';

export const germanSignInFailures: Readonly<Record<SignInFailure, Explanation>> = {
  'no-server': {
    what: 'Das Telefon kennt den Server Ihrer Firma nicht.',
    remedy: 'Melden Sie sich mit der Adresse an, oder erfragen Sie den Server.',
  },
  'wrong-password': {
    what: 'Adresse und Passwort passen nicht zusammen.',
    remedy: 'Geben Sie das Passwort noch einmal ein.',
  },
  'wrong-pin': {
    what: 'Diese PIN ist falsch.',
    remedy: 'Noch einmal eingeben. Fünf falsche PINs sperren für 5 Minuten.',
  },
  'unknown-user': {
    what: 'Niemand hat diese Durchwahl oder Adresse.',
    remedy: 'Prüfen Sie die Eingabe und versuchen Sie es erneut.',
  },
  'pin-locked': { what: 'Zu viele falsche PINs.', remedy: 'Nach 5 Minuten geht es weiter.' },
  'certificate-expired': {
    what: 'Das Zertifikat des Servers ist abgelaufen.',
    remedy: 'Bitten Sie Ihre Administration, es zu erneuern.',
  },
  'certificate-not-yet-valid': {
    what: 'Das Zertifikat des Servers gilt noch nicht.',
    remedy: 'Fragen Sie Ihre Administration, ab wann es gilt.',
  },
  'certificate-wrong-host': {
    what: 'Ein anderer Server hat geantwortet.',
    remedy: 'Geben Sie keine PIN ein. Melden Sie es der Administration.',
  },
  'certificate-untrusted': {
    what: 'Dieses Telefon vertraut dem Server nicht.',
    remedy: 'Die Administration muss sein Zertifikat hinterlegen.',
  },
  'server-unreachable': {
    what: 'Der Server Ihrer Firma antwortet nicht.',
    remedy: 'Prüfen Sie das Netzwerkkabel und versuchen Sie es erneut.',
  },
  'server-name-unknown': {
    what: 'Der Name des Servers wurde nicht gefunden.',
    remedy: 'Prüfen Sie den Teil der Adresse nach dem @.',
  },
  'server-refused': {
    what: 'Der Server hat dieses Telefon abgewiesen.',
    remedy: 'Bitten Sie Ihre Administration um Freigabe.',
  },
  'weak-authentication': {
    what: 'Der Server prüft Passwörter zu schwach.',
    remedy: 'Ihre Firma erlaubt das nicht. Melden Sie es der Administration.',
  },
  'clock-wrong': {
    what: 'Die Uhr dieses Telefons geht falsch.',
    remedy: 'Bitten Sie Ihre Administration, sie zu stellen.',
  },
};

export const germanCallEnds: Readonly<Record<CallEndReason, Explanation>> = {
  'hung-up': { what: 'Sie haben aufgelegt', remedy: 'Rufen Sie erneut an, falls noch etwas offen ist.' },
  'remote-hung-up': { what: 'Die Gegenseite hat aufgelegt', remedy: 'Rufen Sie erneut an, falls es zu früh war.' },
  cancelled: { what: 'Der Anruf wurde abgebrochen', remedy: 'Niemand hatte bis dahin abgehoben.' },
  'answered-elsewhere': { what: 'An anderem Telefon angenommen', remedy: 'Das Gespräch geht dort weiter.' },
  busy: { what: 'Dort wird gerade gesprochen', remedy: 'Versuchen Sie es in ein paar Minuten noch einmal.' },
  'no-answer': { what: 'Niemand hat abgehoben', remedy: 'Später versuchen oder andere Nummer wählen.' },
  declined: { what: 'Der Anruf wurde abgelehnt', remedy: 'Vielleicht passt es später besser.' },
  'not-found': { what: 'Diese Nummer gibt es nicht', remedy: 'Prüfen Sie die Nummer und wählen Sie neu.' },
  'not-allowed': {
    what: 'Diese Nummer ist für Sie gesperrt',
    remedy: 'Bitten Sie Ihre Administration um Freigabe.',
  },
  unavailable: {
    what: 'Das andere Telefon ist nicht da',
    remedy: 'Es ist aus oder abgemeldet. Versuchen Sie es später.',
  },
  'network-lost': { what: 'Das Netzwerk ist weg', remedy: 'Prüfen Sie das Netzwerkkabel und rufen Sie neu an.' },
  'remote-vanished': {
    what: 'Die Gegenseite ist verschwunden',
    remedy: 'Ihr Telefon antwortet nicht mehr. Rufen Sie neu an.',
  },
  'no-common-codec': {
    what: 'Die Telefone haben kein gemeinsames Tonformat',
    remedy: 'Sagen Sie Ihrer Administration, wen Sie anriefen.',
  },
  'encryption-required': {
    what: 'Die Gegenseite kann nicht verschlüsseln',
    remedy: 'Ihre Firma verlangt es. Wählen Sie eine andere Nummer.',
  },
  'no-audio-device': { what: 'Dieses Telefon hat keinen Ton', remedy: 'Hörer einstecken, dann neu anrufen.' },
  'server-error': {
    what: 'Der Server Ihrer Firma hat ein Problem',
    remedy: 'Versuchen Sie es in einer Minute erneut.',
  },
};

export const germanCallWarnings: Readonly<Record<CallWarning, Explanation>> = {
  'network-lost': { what: 'Das Netzwerk ist weg', remedy: 'Prüfen Sie das Netzwerkkabel. Der Anruf wartet kurz.' },
  'network-receive-fair': {
    what: 'Das Netzwerk könnte besser sein',
    remedy: 'Vielleicht fehlt ab und zu ein Laut. Ein Netzwerkkabel hilft.',
  },
  'network-receive-poor': {
    what: 'Das Netzwerk verliert die Gegenseite',
    remedy: 'Sie hören Lücken. Nutzen Sie das Kabel, oder später neu anrufen.',
  },
  'network-send-fair': {
    what: 'Ihre Stimme kommt mit kleinen Lücken an',
    remedy: 'Sprechen Sie etwas langsamer. Ein Netzwerkkabel hilft.',
  },
  'network-send-poor': {
    what: 'Das Netzwerk verliert Ihre Stimme',
    remedy: 'Man hört Lücken. Nutzen Sie das Kabel, oder später neu anrufen.',
  },
  'network-delay-fair': {
    what: 'Ihre Stimmen kommen spät an',
    remedy: 'Warten Sie kurz, bevor Sie antworten.',
  },
  'network-delay-poor': {
    what: 'Ihre Stimmen kommen viel zu spät an',
    remedy: 'Sprechen Sie abwechselnd. Ein neuer Anruf ist oft schneller.',
  },
  'network-slow': {
    what: 'Das Netzwerk ist zu langsam',
    remedy: 'Beenden Sie Downloads und Videos, oder nutzen Sie das Kabel.',
  },
  'microphone-silent': { what: 'Man hört Sie nicht', remedy: 'Prüfen Sie den Stecker von Hörer oder Headset.' },
  'microphone-loud': { what: 'Ihre Stimme ist verzerrt', remedy: 'Halten Sie das Mikrofon weiter weg.' },
  'microphone-quiet': { what: 'Man hört Sie kaum', remedy: 'Sprechen Sie lauter oder näher am Mikrofon.' },
  'room-noisy': { what: 'Es ist laut um Sie herum', remedy: 'Schließen Sie die Tür, oder nehmen Sie den Hörer.' },
  'speaker-silent': { what: 'Sie hören die Gegenseite nicht', remedy: 'Sitzt der Stecker von Hörer oder Headset?' },
  echo: { what: 'Die Gegenseite hört ihr Echo', remedy: 'Stellen Sie leiser, oder nehmen Sie den Hörer.' },
  'half-duplex': {
    what: 'Es kann nur einer sprechen',
    remedy: 'Lautsprecher und Mikrofon sind sich zu nah. Nehmen Sie den Hörer.',
  },
  'sound-glitches': {
    what: 'Hörer oder Headset knackt',
    remedy: 'Stecken Sie ihn neu ein, direkt am Telefon.',
  },
  'phone-busy': { what: 'Dieses Telefon ist überlastet', remedy: 'Der Ton stockt. Starten Sie es nach dem Anruf neu.' },
  'signalling-lost': {
    what: 'Der Server ist nicht erreichbar',
    remedy: 'Sprechen Sie weiter. Halten geht bald wieder.',
  },
  'not-encrypted': { what: 'Nicht verschlüsselter Anruf', remedy: 'Andere könnten mithören. Nichts Geheimes sagen.' },
  'remote-silent': {
    what: 'Von der Gegenseite kommt kein Ton',
    remedy: 'Fragen Sie nach dem Mikrofon, oder rufen Sie neu an.',
  },
  'remote-device': {
    what: 'Das Gerät der Gegenseite klingt schlecht',
    remedy: 'Bitten Sie darum, ein anderes zu nehmen.',
  },
};

export const germanDeviceProblems: Readonly<Record<DeviceProblem, Explanation>> = {
  'no-audio-device': { what: 'Kein Tongerät gefunden', remedy: 'Stecken Sie Hörer oder Headset ein.' },
  'no-speaker': { what: 'Kein Lautsprecher da', remedy: 'Sie hören niemanden. Stecken Sie den Hörer neu ein.' },
  'no-microphone': { what: 'Kein Mikrofon gefunden', remedy: 'Man hört Sie nicht. Stecken Sie den Hörer neu ein.' },
  'sound-off': {
    what: 'Der Ton ist nicht eingeschaltet',
    remedy: 'Man hört Sie nicht. Schalten Sie ihn im Browser ein.',
  },
  'media-engine-died': { what: 'Der Ton ist ausgefallen', remedy: 'Schalten Sie das Telefon aus und wieder ein.' },
};

export const germanTroubles: Readonly<Record<PhoneTrouble, Explanation>> = {
  configuration: {
    what: 'Die Konfiguration ist unbrauchbar',
    remedy: 'Das Telefon läuft ohne sie. Fragen Sie die Verwaltung.',
  },
  storage: { what: 'Nichts wird gespeichert', remedy: 'Anrufe gehen. Ein Neustart vergisst Einstellungen und Anrufe.' },
};
