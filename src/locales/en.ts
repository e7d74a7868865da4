/** English: the language that says which words there are. Placeholders stand in braces; counts have plural forms. */
import type { LocaleShape } from "./shape.ts";

export const en = {
  name: "English",
  direction: "ltr",
  region: "en-GB",
  appName: "Majlis",

  // Loaded with the room page: what its first view shows, and what must be there without a network.
  room: {
    // the room
    loading: "Opening the room…",
    loadFailed: "This part could not be loaded.",
    home: "Majlis: to the first page",
    memberCount: { one: "{count} here", other: "{count} here" },
    membersTitle: "In the room",
    membersMore: { one: "and {count} more", other: "and {count} more" },
    you: "you",
    away: "away",
    changeName: "Change your name, {name}",
    cancel: "Cancel",
    openInTab: "Open in its own tab",

    // inviting
    invite: "Invite",
    inviteTitle: "Invite people",

    // messages
    messages: "Messages",
    fetching: "Fetching messages…",
    fetchFailed: "Messages could not be fetched.",
    tryAgain: "Try again",
    beginning: "The conversation begins here.",
    edited: "edited",
    deleted: "This message was deleted.",
    replyTo: "Reply to {name}",
    replyUnknown: "Reply to an earlier message",
    reactions: "Reactions",
    reactionBy: "{emoji} {count}: {names}",
    jump: "Jump to latest",
    newMessages: { one: "{count} new message", other: "{count} new messages" },
    skippedMessages: { one: "{count} message went by", other: "{count} messages went by" },
    show: "Show them",
    unread: "New",
    toUnread: "To the first new message",
    sending: "Sending",
    failed: "Not sent.",
    retry: "Retry",
    remove: "Delete",
    edit: "Edit",

    // writing
    write: "Write a message",
    send: "Send",
    editing: "Editing your message",
    charactersLeft: { one: "{count} character left", other: "{count} characters left" },
    charactersOver: { one: "{count} character too many", other: "{count} characters too many" },
    bytesOver: "This is longer than a message can be.",
    invalidText: "The text holds characters that cannot be sent.",
    typingOne: "{name} is writing…",
    typingTwo: "{name} and {other} are writing…",
    typingMany: {
      one: "{name}, {other} and {count} other are writing…",
      other: "{name}, {other} and {count} others are writing…",
    },

    // writing: mentions and emoji
    emoji: "Emoji",
    mentionsYou: "This calls you:",

    // acting on a message
    addReaction: "Add a reaction",
    others: { one: "{count} other", other: "{count} others" },

    // finding
    search: "Search",
    searchTitle: "Search in this room",

    // settings, and being told
    settings: "Settings",

    // the connection
    connecting: "Connecting…",
    reconnectingIn: {
      one: "Connection lost. Reconnecting in {count} second…",
      other: "Connection lost. Reconnecting in {count} seconds…",
    },
    reconnecting: "Connection lost. Reconnecting…",
    offline: "You are offline. What you write is sent when you are back.",
    retryNow: "Retry now",

    // said by the announcer
    announceMessage: "{name}: {text}",
    announceSent: "Sent",
    announceOnline: "Connected again.",
    announceFailed: "Not sent: {text}",

    // refusals
    errorForbidden: "You may not do this here.",
    errorGone: "This message is no longer kept.",
    errorBusy: "The room has too much to do. Try again shortly.",
    errorTooFast: "Too much at once. Wait a moment, then go on.",
    errorUnknown: "It is not known whether this was stored. Look, and send it again if it was not.",
    errorNoConnection: "There is no connection to the room at the moment.",
    errorFull: "Too many messages are waiting to be sent already.",
    errorStale: "This waited long to be sent. Send it still?",
    errorOther: "That did not work: {reason}",
  },

  // Loaded after the first view, or with the part that needs it.
  lazy: {
    // your name
    yourName: "Your name",
    save: "Save",
    nameEmpty: "Write a name.",
    nameTooLong: {
      one: "A name has at most {count} character.",
      other: "A name has at most {count} characters.",
    },
    nameControl: "This name holds characters that cannot be seen.",
    nameReserved: "A name has no colon, and no asterisk first.",

    // a room without messages
    emptyTitle: "Welcome to {room}",
    emptyAlone: "You are alone here: messages wait for your guests.",
    emptyTogether: {
      one: "{count} of you here, and nothing said yet.",
      other: "{count} of you here, and nothing said yet.",
    },

    // the emoji picker and autocomplete
    emojiSearch: "Find an emoji",
    emojiGroups: "Kinds of emoji",
    emojiRecent: "Used last",
    emojiResults: "Found",
    emojiNone: "No emoji is called that.",
    emoji_smileys: "Faces and feelings",
    emoji_people: "People",
    emoji_nature: "Animals and plants",
    emoji_food: "Food and drink",
    emoji_places: "Travel and places",
    emoji_activities: "Play and sport",
    emoji_objects: "Things",
    emoji_symbols: "Signs",
    emoji_flags: "Flags",
    skinTone: "Skin tone",
    skinTone0: "no tone",
    skinTone1: "light",
    skinTone2: "medium-light",
    skinTone3: "medium",
    skinTone4: "medium-dark",
    skinTone5: "dark",
    completionsTitle: "Suggestions",
    completions: { one: "{count} suggestion", other: "{count} suggestions" },

    // a text that is too long
    longHint: "Shorten it, or",
    longSplit: { one: "send it as {count} message", other: "send it as {count} messages" },
    longTooLong: "Nor would several messages hold it. It stays here until you shorten it.",

    // searching
    searchField: "Words, or “a phrase”",
    searchClose: "Close the search",
    searchHint: "The beginning of a word is enough. Quotation marks hold a phrase together.",
    searching: "Searching…",
    searchFound: { one: "{count} message found", other: "{count} messages found" },
    searchNothing: "Nothing found.",
    searchNothingYet: "Nothing found in the latest messages.",
    searchResults: "Messages found",
    searchOlder: "Search further back",
    searchOffline: "There is no connection. The search goes on when it is back.",
    searchTooMuch: "This is too much to search for. Use fewer words.",

    // a room that was closed
    closedTitle: "You are no longer connected",
    closedRoomName: "No room can have this name: use 1 to 64 letters, digits, hyphens or underscores.",
    closedProtocol: "This page is older than the room. Reload it to go on.",
    closedToken: "The room no longer knows who you were. Reload the page to come in anew.",
    closedName: "The room does not accept your name. Reload the page to come in under another.",
    closedOther: "The room said: {reason}",
    reload: "Reload",
    toLanding: "To the first page",

    // copying
    copied: "Copied",
    copyByHand: "It is selected: copy it with your keyboard or menu.",

    // acting on a message
    messageActions: "What you can do with this message",
    reply: "Reply",
    react: "React…",
    reactWith: "React with {emoji}",
    whoReacted: "Who reacted",
    more: "More",
    copyMessage: "Copy text",
    copyMessageLink: "Copy link to message",
    copyFailed: "The browser does not let this page copy.",
    pendingDelete: "Deleted.",
    undo: "Undo",
    announceDeleted: "Message deleted. For a few seconds it can be brought back.",
    announceRestored: "Message brought back.",
    shortcuts: "Keyboard shortcuts",
    close: "Close",
    keysEverywhere: "Everywhere",
    keysWriting: "While you write",
    keysMessage: "On a message",
    keyHelp: "This list",
    keyRegions: "Header, messages, writing: on to the next",
    keySend: "Send",
    keyNewLine: "New line",
    keyEditLast: "Edit your last message, while the field is empty",
    keyCancel: "End a reply or an edit; else go to the latest message",
    keyMove: "From message to message",
    keyEnds: "The first and the last one shown",
    keyEnter: "Into the message, to its links and buttons",
    keyLeave: "Out again; else back to writing",
    keyMenu: "All that can be done with it",

    // settings, and being told
    notify: "Notifications",
    notify_off: "Off",
    notify_mentions: "Mentions",
    notify_all: "All messages",
    notifyHint_off: "None. The tab still counts what is new.",
    notifyHint_mentions: "When somebody writes @{name} or replies to you while you are elsewhere.",
    notifyHint_all: "With every message that comes while you are elsewhere.",
    notifyDenied:
      "The browser does not let this page show notifications. Allow them in the browser’s settings for this site, then choose again.",
    notifyDismissed: "The browser asked and got no answer. Choose again to be asked once more.",
    notifyUnsupported: "This browser shows no notifications for pages.",
    sound: "Sound",
    soundHint_off: "A short tone with every message while you are elsewhere",
    soundHint_mentions: "A short tone with mentions while you are elsewhere",
    soundHint_all: "A short tone with every message while you are elsewhere",
    mute: "Mute this room",
    mute_hour: "1 hour",
    mute_workday: "8 hours",
    mute_always: "Until I unmute it",
    mutedUntil: "This room is muted until {time}.",
    mutedAlways: "This room is muted.",
    unmute: "Unmute",
    theme: "Theme",
    theme_auto: "As the device",
    theme_light: "Light",
    theme_dark: "Dark",
    language: "Language",
    connection: "Connection",
    state_idle: "Not yet connected",
    state_connecting: "Connecting",
    state_online: "Connected",
    state_reconnecting: "Connection lost, reconnecting",
    state_offline: "This device is offline",
    state_closed: "Ended",
    transport_websocket: "over a WebSocket: both ways at once",
    transport_events: "over an event stream: told at once, sent by requests",
    transport_long_poll: "by long polling: each request waits for news",
    transport_short_poll: "by short polling: it asks every few seconds",
    stateSince: "since {time}",
    // what a notification says
    notificationFrom: "{name} in {room}",
    notificationMention: "{name} calls you in {room}",
    notificationMany: { one: "{count} new message in {room}", other: "{count} new messages in {room}" },

    // inviting
    inviteHint: "Whoever has this link can come in, read and write.",
    roomLink: "Link to this room",
    copyLink: "Copy link",
    share: "Share…",
    copy: "Copy",
    qrCode: "QR code of the link to this room",
    qrHint: "Or point a phone at it.",
    inviteTabs: "Ways to invite",
    inviteLink: "Link",
    inviteEmbed: "Embed",
    inviteBots: "Bots",
    embedHint: "This room in a frame on your own page. What is automatic follows each visitor.",
    embedThemeAuto: "Automatic",
    embedLanguageAuto: "Automatic",
    embedHeight: "Height",
    embedCode: "Code for your page",
    embedPreview: "Preview of this room in a frame",
    botsHint: "Whatever speaks HTTP can sit here too.",
    botSay: "Say something",
    botRead: "Read what was said",
    botScript: "From a page, with the script",
    botPython: "From Python, with our package",
    toEmbed: "Put it on your page",
    toBots: "Bring a bot",
  },

  // Drawn by the Worker.
  pages: {
    tagline: "A room is a link.",
    description: "Open it, and you are in. Send it, and others are too. No sign-up, nothing to install.",
    imageAlt: "Majlis, مجلس: cushions round a lamp, seen from above, and the words “A room is a link.”",
    roomDescription: "A chat room called {room}. Open the link to join the conversation.",
    needsScript: "This page needs JavaScript. You can take part without it:",
    plainPage: "the plain page",
    recentRooms: "Rooms you were in",
    forgetRoom: "Forget this room",
  },
  landing: {
    nameLabel: "Name of the room",
    nameHint: "Keep this one and only those you send the link to will find it, or write your own.",
    enterRoom: "Enter the room",
    suggestAnotherName: "Suggest another name",
    nameInvalid: "Use 1 to 64 letters, digits, hyphens or underscores, in any script, without spaces.",
    lobbyTitle: "This one is live",
    lobbyText:
      "The lobby is a public room: whoever reads this page sits in it, and what you say there all can read.",
    openLobby: "Open the lobby",
    lobbyFrameTitle: "The lobby, a public room",
    features: [
      {
        title: "Nothing gets lost",
        text: "What is shown as sent is stored, once and in one order. Come back after a tunnel and you see what you missed.",
      },
      {
        title: "Any script, either direction",
        text: "Arabic, English and everything between, each line in its own direction.",
      },
      {
        title: "Yours to build on",
        text: "Any room speaks WebSocket, HTTP and plain curl, and fits in a frame on your own page.",
      },
    ],
  },
  offline: {
    title: "You are offline",
    text: "This page could not be reached. It opens by itself as soon as the network is back. What you wrote is kept, and sent then.",
  },
  plain: {
    explanation:
      "This page works without JavaScript. New messages come when you ask for them. Times are UTC.",
    fullPage: "The live page",
    olderMessages: "Earlier messages",
    latestMessages: "Latest messages",
    showNewMessages: "Show new messages",
    empty: "Nothing has been said here yet. Write the first message.",
    message: "Message",
    errors: {
      empty_text: "Write something first.",
      invalid_text: "This text has characters that cannot be sent.",
      too_large: "This message is too long. Send it in parts.",
      invalid_name: "A name has 1 to 40 visible characters, no colon, and no asterisk first.",
      rate_limited: "Too much at once. Wait a little, then send it again.",
      overloaded: "The room has more to do than it can. Try again shortly.",
      unavailable: "The room cannot be opened at the moment. Try again shortly.",
    },
    unknownError: "This did not work. Try again.",
  },

  // Names of emoji that CLDR leaves to be made of parts.
  emoji: { flag: "flag: {region}", keycap: "keycap: {key}", pair: "{first}, {second}" },
} as const satisfies LocaleShape<"one">;
