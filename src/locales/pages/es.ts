/** Spanish: what the Worker's pages say. */
import { LANGUAGE_INFO } from "../languages-info.ts";
import type { PageLocale } from "../locale.ts";

export const es: PageLocale = {
  ...LANGUAGE_INFO.es,

  shared: {
    loading: "Abriendo la sala…",
    home: "Inicio de Majlis",
    messages: "Mensajes",
    deleted: "Este mensaje se eliminó.",
    edited: "editado",
    replyUnknown: "Respuesta a un mensaje anterior",
    replyTo: "Respuesta a {name}",
    reactions: "Reacciones",
    bot: "bot",
    vouched: "verificado por el sitio",
    send: "Enviar",
    yourName: "Tu nombre",
    language: "Idioma",
  },

  pages: {
    tagline: "Una sala es un enlace.",
    description:
      "Abre un enlace y ya estás dentro. Compártelo y otros se unirán. Sin registro ni instalación.",
    imageAlt:
      "Majlis, مجلس: cojines alrededor de una lámpara, vistos desde arriba, y las palabras «A room is a link.»",
    roomDescription: "Abre el enlace para unirte a la sala {room}.",
    needsScript: "Esta página necesita JavaScript. Sin él, puedes usar",
    plainPage: "la versión básica",
    recentRooms: "Salas recientes",
    forgetRoom: "Olvidar esta sala",
    forgetConfirm:
      "¿Olvidar esta sala y quién eres en ella? Después no podrás editar ni eliminar tus mensajes.",
    ownRoom: "Esta sala es tuya",
    forgetOwnConfirm:
      "¿Olvidar esta sala, quién eres en ella y su clave de propietario? Sin una copia de la clave dejarás de ser su propietario, y no podrás editar ni eliminar tus mensajes.",
    deletedRoom: "Esta sala se eliminó",
    deletedRoomText: "No queda nada de lo que había en ella y su nombre ya no se puede usar.",
    noRoom: "Aquí no hay ninguna sala",
    noRoomText: "Ninguna sala tiene este nombre. Comprueba el enlace o pregunta a quien te lo envió.",
    notFound: "No hay nada en esta dirección.",
    frameRefused: "Esta sala no se puede mostrar en este sitio.",
    openRoom: "Abrir la sala",
  },
  landing: {
    nameLabel: "Nombre de la sala",
    nameHint: "Cualquiera que tenga el enlace puede entrar. Un nombre aleatorio es difícil de adivinar.",
    createRoom: "Crear sala",
    createHint: "La sala que creas es tuya: eliges su título, quién puede escribir y quién la modera.",
    operatorCreates:
      "Solo el operador de este sitio puede crear salas. Para unirte a una, escribe su nombre o abre su enlace.",
    sitesCreate:
      "Las salas se crean en los sitios web que usan este servicio. Para unirte a una, escribe su nombre o abre su enlace.",
    roomExists: "Ya hay una sala con este nombre.",
    openExisting: "Abrir esa sala",
    createForbidden: "Aquí no se pueden crear salas.",
    createFailed: "No se pudo crear la sala. Comprueba tu conexión e inténtalo de nuevo.",
    enterRoom: "Entrar",
    suggestAnotherName: "Sugerir otro nombre",
    nameInvalid:
      "Usa hasta {max} letras, números, guiones o guiones bajos, en cualquier idioma y sin espacios.",
    openNearest: "Ir a {name}",
    exampleTitle: "Una conversación de ejemplo",
    example: [
      { name: "Lucía", person: "1", text: "Ya hierve el agua. ¿Quién viene a tomar el té?" },
      { name: "سارة", person: "2", text: "أنا! سأحضر الكعك معي 🍰" },
      { name: "Tom", person: "3", text: "On my way. Ten minutes." },
      { name: "Lucía", person: "1", text: "Perfecto, nos vemos a las cuatro." },
    ],
    lobbyTitle: "Pruébalo en vivo",
    lobbyText: "El vestíbulo es una sala pública: quien visite esta página puede leer lo que escribas allí.",
    lobbyFrameTitle: "El vestíbulo, una sala pública",
    listedTitle: "Salas públicas",
    features: [
      {
        title: "Ningún mensaje se pierde",
        text: "Cuando un mensaje aparece como enviado, ya está guardado. Si se corta la conexión, al volver verás todo lo que te perdiste.",
        key: "delivery",
      },
      {
        title: "Cualquier idioma, cualquier dirección",
        text: "Árabe, español y los demás, cada línea en su dirección.",
        key: "languages",
      },
      {
        title: "En tu sitio web",
        text: "Con una línea añades una sala a cualquier página.",
        key: "embed",
      },
      {
        title: "Abierto a desarrolladores",
        text: "Todas las salas funcionan con WebSocket, HTTP y curl.",
        key: "code",
      },
    ],
    privacy: "Sin cuenta, sin rastreo, sin scripts de terceros.",
    developers: "Desarrolladores",
    protocol: "Protocolo",
    licence: "Licencia",
    source: "Código fuente",
  },
  privacy: {
    title: "Privacidad",
    description: "Qué guarda este sitio, durante cuánto tiempo y cómo eliminarlo.",
    sections: [
      {
        title: "Qué guarda una sala",
        text: "Los mensajes, las ediciones y las reacciones, con su hora y el nombre y el identificador aleatorio de su autor. No hay cuentas. Tu dirección de red sirve para limitar la velocidad de envío; la sala no la guarda. No hay anuncios, ni rastreo, ni nada de otros sitios.",
      },
      {
        title: "Quién puede leer una sala",
        text: "Cualquiera que tenga su enlace: envíalo solo a quien pueda leer. El propietario de una sala puede hacerla privada: entonces solo pueden leerla sus miembros. O puede mostrarla en la página de inicio, donde cualquiera puede encontrarla.",
      },
      {
        title: "Durante cuánto tiempo",
        text: "Los mensajes se eliminan después de {time}, y los más antiguos antes en una sala muy activa. Una sala en la que no queda nada también se elimina; si tiene propietario, un año después del último cambio.",
      },
      {
        title: "Cómo eliminar",
        text: "«Eliminar», en el menú de un mensaje, borra su texto al instante. «Olvidarme aquí», en los ajustes de la sala, hace que este navegador olvide la sala y te saca de ella en todas partes. Tus mensajes se quedan: elimínalos antes, porque después no podrás.",
      },
      {
        title: "Qué guarda este navegador",
        text: "Quién eres en cada sala, las claves de tus salas, los borradores, los mensajes sin enviar y guardados, y tus ajustes. Para leer sin conexión, también los últimos mensajes de las salas que abriste, hasta 7 días: «Guardar mensajes para leerlos sin conexión», en los ajustes, lo desactiva.",
      },
      {
        title: "Cookies",
        text: "Contienen tu idioma y el aspecto de las páginas. Si una sala está insertada en un sitio sin almacenamiento, una contiene quién eres en ella, durante 30 días.",
      },
      {
        title: "Registros y copias de seguridad",
        text: "Los registros del servidor pueden contener la hora, tu dirección de red, la versión de tu navegador y la dirección de la página, con el nombre de la sala, pero no mensajes, nombres ni búsquedas. En Cloudflare, las copias de seguridad conservan lo eliminado durante 30 días. Quien administra este sitio puede leer sus salas, registros y copias.",
      },
    ],
  },
  offline: {
    title: "Sin conexión",
    text: "Esta página se abrirá cuando vuelva la conexión. Los mensajes sin enviar se quedan en este navegador hasta entonces.",
    retryNow: "Reintentar ahora",
  },
  plain: {
    showMore: "Mostrar más",
    showLess: "Mostrar menos",
    explanation:
      "Esta página funciona sin JavaScript. Actualízala para ver los mensajes nuevos. Las horas están en UTC.",
    fullPage: "Versión en vivo",
    olderMessages: "Mensajes anteriores",
    latestMessages: "Últimos mensajes",
    showNewMessages: "Mostrar mensajes nuevos",
    empty: "Aún no hay mensajes. Escribe el primero.",
    membersOnly: "Esta sala es para miembros.",
    membersOnlyHow:
      "Para entrar, abre la invitación que recibiste. Si tienes una clave, introdúcela en la versión en vivo.",
    message: "Mensaje",
    networkBusy: "Llegan demasiadas solicitudes desde tu red. Espera un momento e inténtalo de nuevo.",
    errors: {
      empty_text: "Escribe primero un mensaje.",
      invalid_text: "Este texto tiene caracteres que no se pueden enviar.",
      too_large: "Este mensaje es demasiado largo. Envíalo en partes.",
      invalid_name:
        "Los nombres pueden tener hasta {max} caracteres visibles y no pueden contener dos puntos ni empezar por un asterisco.",
      rate_limited: "Estás enviando demasiado rápido. Espera un momento e inténtalo de nuevo.",
      overloaded: "La sala está saturada. Inténtalo de nuevo en un momento.",
      unavailable: "No se puede abrir la sala en este momento. Inténtalo de nuevo en un momento.",
    },
    unknownError: "Algo salió mal. Inténtalo de nuevo.",
  },
};
