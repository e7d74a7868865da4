/** French: what the Worker's pages say. */
import { LANGUAGE_INFO } from "../languages-info.ts";
import type { PageLocale } from "../locale.ts";

export const fr: PageLocale = {
  ...LANGUAGE_INFO.fr,

  shared: {
    loading: "Ouverture du salon…",
    home: "Accueil de Majlis",
    messages: "Messages",
    deleted: "Ce message a été supprimé.",
    edited: "modifié",
    replyUnknown: "Réponse à un message précédent",
    replyTo: "Réponse à {name}",
    reactions: "Réactions",
    bot: "bot",
    vouched: "vérifié par le site",
    send: "Envoyer",
    yourName: "Votre nom",
    language: "Langue",
  },

  pages: {
    tagline: "Un salon, c’est un lien.",
    description:
      "Ouvrez un lien et vous y êtes. Partagez-le et d’autres vous rejoignent. Sans inscription, sans installation.",
    imageAlt:
      "Majlis, مجلس : des coussins autour d’une lampe, vus d’en haut, et les mots « A room is a link. »",
    roomDescription: "Ouvrez le lien pour rejoindre le salon {room}.",
    needsScript: "Cette page a besoin de JavaScript. Sans lui, vous pouvez utiliser",
    plainPage: "la version simplifiée",
    recentRooms: "Salons récents",
    forgetRoom: "Oublier ce salon",
    forgetConfirm:
      "Oublier ce salon et qui vous y êtes ? Vous ne pourrez plus y modifier ni supprimer vos messages.",
    ownRoom: "Ce salon est à vous",
    forgetOwnConfirm:
      "Oublier ce salon, qui vous y êtes et sa clé de propriétaire ? Sans copie de la clé, vous n’en serez plus propriétaire, et vous ne pourrez plus y modifier ni supprimer vos messages.",
    deletedRoom: "Ce salon a été supprimé",
    deletedRoomText: "Il n’en reste rien, et son nom ne peut plus être utilisé.",
    noRoom: "Il n’y a pas de salon ici",
    noRoomText:
      "Aucun salon ne porte ce nom. Vérifiez le lien, ou demandez à la personne qui vous l’a envoyé.",
    notFound: "Il n’y a rien à cette adresse.",
    frameRefused: "Ce salon ne peut pas être affiché sur ce site.",
    openRoom: "Ouvrir le salon",
  },
  landing: {
    nameLabel: "Nom du salon",
    nameHint: "Toute personne qui a le lien peut entrer. Un nom aléatoire est difficile à deviner.",
    createRoom: "Créer un salon",
    createHint:
      "Un salon que vous créez est à vous : vous choisissez son titre, qui peut y écrire et qui le modère.",
    operatorCreates:
      "Seul l’exploitant de ce site peut créer des salons. Pour en rejoindre un, saisissez son nom ou ouvrez son lien.",
    sitesCreate:
      "Les salons sont créés sur les sites qui utilisent ce service. Pour en rejoindre un, saisissez son nom ou ouvrez son lien.",
    roomExists: "Un salon porte déjà ce nom.",
    openExisting: "Ouvrir ce salon",
    createForbidden: "On ne peut pas créer de salon ici.",
    createFailed: "Impossible de créer le salon. Vérifiez votre connexion et réessayez.",
    enterRoom: "Entrer",
    suggestAnotherName: "Proposer un autre nom",
    nameInvalid:
      "Jusqu’à {max} lettres, chiffres, traits d’union ou tirets bas, dans toutes les langues, sans espaces.",
    openNearest: "Aller à {name}",
    exampleTitle: "Un exemple de conversation",
    example: [
      { name: "Léa", person: "1", text: "L’eau bout. Qui vient prendre le thé ?" },
      { name: "سارة", person: "2", text: "أنا! سأحضر الكعك معي 🍰" },
      { name: "Tom", person: "3", text: "On my way. Ten minutes." },
      { name: "Léa", person: "1", text: "Parfait, à tout à l’heure, à seize heures." },
    ],
    lobbyTitle: "Essayer en direct",
    lobbyText:
      "Le hall est un salon public : toutes les personnes qui visitent cette page peuvent lire ce que vous y écrivez.",
    lobbyFrameTitle: "Le hall, un salon public",
    listedTitle: "Salons publics",
    features: [
      {
        title: "Aucun message perdu",
        text: "Dès qu’un message apparaît comme envoyé, il est enregistré. Après une coupure, vous retrouvez tout ce que vous avez manqué.",
        key: "delivery",
      },
      {
        title: "Toutes les langues, dans tous les sens",
        text: "L’arabe, le français et les autres, chaque ligne dans son sens.",
        key: "languages",
      },
      {
        title: "Sur votre site",
        text: "Une ligne suffit pour intégrer un salon à n’importe quelle page.",
        key: "embed",
      },
      {
        title: "Ouvert aux développeurs",
        text: "Chaque salon fonctionne en WebSocket, en HTTP et avec curl.",
        key: "code",
      },
    ],
    privacy: "Sans compte, sans pistage, sans scripts tiers.",
    developers: "Développeurs",
    protocol: "Protocole",
    licence: "Licence",
    source: "Code source",
  },
  privacy: {
    title: "Confidentialité",
    description: "Ce que ce site conserve, pendant combien de temps, et comment le supprimer.",
    sections: [
      {
        title: "Ce qu’un salon conserve",
        text: "Les messages, les modifications et les réactions, avec l’heure, le nom et l’identifiant aléatoire de leur auteur. Il n’y a pas de comptes. Votre adresse réseau sert à limiter la vitesse d’envoi ; le salon ne la conserve pas. Ni publicité, ni pistage, ni contenu d’autres sites.",
      },
      {
        title: "Qui peut lire un salon",
        text: "Toute personne qui a son lien : ne l’envoyez qu’aux personnes qui peuvent lire. Les propriétaires peuvent rendre un salon privé : seuls ses membres peuvent alors le lire. Ils peuvent aussi l’afficher sur la page d’accueil, où tout le monde peut le trouver.",
      },
      {
        title: "Pendant combien de temps",
        text: "Les messages sont supprimés après {time}, et les plus anciens plus tôt dans un salon très actif. Un salon qui ne contient plus rien est supprimé aussi ; s’il a un propriétaire, un an après le dernier changement.",
      },
      {
        title: "Comment supprimer",
        text: "« Supprimer », dans le menu d’un message, efface aussitôt son texte. « M’oublier ici », dans les paramètres du salon, fait oublier le salon à ce navigateur et vous en déconnecte partout. Vos messages restent : supprimez-les d’abord, car vous ne le pourrez plus ensuite.",
      },
      {
        title: "Ce que ce navigateur garde",
        text: "Qui vous êtes dans chaque salon, les clés de vos salons, vos brouillons, vos messages non envoyés ou enregistrés, et vos paramètres. Pour la lecture hors connexion, aussi les derniers messages des salons ouverts, 7 jours au plus : « Garder les messages pour les lire hors connexion », dans les paramètres, désactive cela.",
      },
      {
        title: "Cookies",
        text: "Ils contiennent votre langue et l’apparence des pages. Quand un salon est intégré à un site privé de stockage, l’un d’eux contient qui vous y êtes, pendant 30 jours.",
      },
      {
        title: "Journaux et sauvegardes",
        text: "Les journaux du serveur peuvent contenir l’heure, votre adresse réseau, la version de votre navigateur et l’adresse de la page, avec le nom du salon, mais ni messages, ni noms, ni recherches. Chez Cloudflare, les sauvegardes gardent 30 jours ce qui a été supprimé. L’exploitant de ce site peut lire ses salons, ses journaux et ses sauvegardes.",
      },
    ],
  },
  offline: {
    title: "Vous êtes hors connexion",
    text: "Cette page s’ouvrira au retour de la connexion. Les messages non envoyés restent dans ce navigateur d’ici là.",
    retryNow: "Réessayer",
  },
  plain: {
    showMore: "Afficher plus",
    showLess: "Afficher moins",
    explanation:
      "Cette page fonctionne sans JavaScript. Actualisez-la pour voir les nouveaux messages. Les heures sont en UTC.",
    fullPage: "Version en direct",
    olderMessages: "Messages plus anciens",
    latestMessages: "Derniers messages",
    showNewMessages: "Afficher les nouveaux messages",
    empty: "Aucun message pour l’instant. Écrivez le premier.",
    membersOnly: "Ce salon est réservé aux membres.",
    membersOnlyHow:
      "Pour entrer, ouvrez l’invitation que vous avez reçue. Si vous avez une clé, saisissez-la dans la version en direct.",
    message: "Message",
    networkBusy: "Trop de requêtes proviennent de votre réseau. Patientez un instant, puis réessayez.",
    errors: {
      empty_text: "Écrivez d’abord un message.",
      invalid_text: "Ce texte contient des caractères qui ne peuvent pas être envoyés.",
      too_large: "Ce message est trop long. Envoyez-le en plusieurs parties.",
      invalid_name:
        "Un nom peut avoir jusqu’à {max} caractères visibles. Il ne peut ni contenir de deux-points ni commencer par un astérisque.",
      rate_limited: "Vous envoyez trop de messages. Patientez un instant, puis réessayez.",
      overloaded: "Le salon est très sollicité. Réessayez dans un instant.",
      unavailable: "Le salon ne peut pas être ouvert pour le moment. Réessayez dans un instant.",
    },
    unknownError: "Une erreur s’est produite. Réessayez.",
  },
};
