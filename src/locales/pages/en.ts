/** English, which defines the keys: what the Worker's pages say. */
import { LANGUAGE_INFO } from "../languages-info.ts";
import type { PageLocaleShape } from "../shape.ts";

export const en = {
  ...LANGUAGE_INFO.en,

  // On the room page too.
  shared: {
    loading: "Opening the room…",
    home: "Majlis home",
    messages: "Messages",
    deleted: "This message was deleted.",
    edited: "edited",
    replyUnknown: "Reply to an earlier message",
    replyTo: "Reply to {name}",
    reactions: "Reactions",
    bot: "bot",
    vouched: "verified by the site",
    send: "Send",
    yourName: "Your name",
    language: "Language",
  },

  pages: {
    tagline: "A room is a link.",
    description: "Open a link and you’re in. Share it and others join you. No sign-up, nothing to install.",
    imageAlt: "Majlis, مجلس: cushions around a lamp, seen from above, and the words “A room is a link.”",
    roomDescription: "Open the link to join the chat room {room}.",
    needsScript: "This page needs JavaScript. Without it, you can use",
    plainPage: "the basic version",
    recentRooms: "Recent rooms",
    forgetRoom: "Forget this room",
    forgetConfirm:
      "Forget this room and who you are in it? You can’t edit or delete your messages there afterwards.",
    ownRoom: "You own this room",
    forgetOwnConfirm:
      "Forget this room, who you are in it and its owner key? Without a copy of the key you can’t be its owner any more, and you can’t edit or delete your messages there.",
    deletedRoom: "This room was deleted",
    deletedRoomText: "Everything in it is gone, and its name can’t be used again.",
    noRoom: "There is no room here",
    noRoomText: "No room has this name. Check the link, or ask the person who sent it to you.",
    notFound: "There is nothing at this address.",
    frameRefused: "This room can’t be shown on this site.",
    openRoom: "Open the room",
  },
  landing: {
    nameLabel: "Room name",
    nameHint: "Anyone with the link can join. A random name is hard to guess.",
    createRoom: "Create room",
    createHint: "A room that you create is yours: you choose its title, who can write and who moderates it.",
    operatorCreates:
      "Only this site’s operator can create rooms. To join one, enter its name or open its link.",
    sitesCreate:
      "Rooms are created on the websites that use this service. To join one, enter its name or open its link.",
    roomExists: "There is already a room with this name.",
    openExisting: "Open it instead",
    createForbidden: "Rooms can’t be created here.",
    createFailed: "Couldn’t create the room. Check your connection and try again.",
    enterRoom: "Enter room",
    suggestAnotherName: "Suggest another name",
    nameInvalid: "Use up to {max} letters, digits, hyphens or underscores, in any language, without spaces.",
    openNearest: "Go to {name}",
    exampleTitle: "An example conversation",
    example: [
      { name: "Ana", person: "1", text: "The kettle is on. Who’s in for tea?" },
      { name: "سارة", person: "2", text: "أنا! سأحضر الكعك معي 🍰" },
      { name: "Tom", person: "3", text: "On my way. Ten minutes." },
      { name: "Ana", person: "1", text: "Perfect, see you both at four." },
    ],
    lobbyTitle: "Try it live",
    lobbyText: "The lobby is a public room: everyone who visits this page can read what you write there.",
    lobbyFrameTitle: "The lobby, a public room",
    listedTitle: "Public rooms",
    features: [
      {
        title: "No lost messages",
        text: "Once a message shows as sent, it’s saved. If you lose your connection, you’ll catch up when you’re back.",
        key: "delivery",
      },
      {
        title: "Any language, any direction",
        text: "Arabic, English and everything in between, each line in its own direction.",
        key: "languages",
      },
      {
        title: "Embed it in your website",
        text: "One line puts a room on any page.",
        key: "embed",
      },
      {
        title: "Easy to build on",
        text: "Every room works with WebSocket, HTTP and plain curl.",
        key: "code",
      },
    ],
    privacy: "No account, no tracking, no third-party scripts.",
    developers: "For developers",
    protocol: "Protocol",
    licence: "Licence",
    source: "Source code",
  },
  privacy: {
    title: "Privacy",
    description: "What this site stores, for how long, and how to delete it.",
    sections: [
      {
        title: "What a room stores",
        text: "Messages, edits and reactions, with their time and the name and random ID of their author. There are no accounts. Your network address is used to limit how fast you can send, and the room doesn’t store it. There are no ads, no tracking and nothing from other sites.",
      },
      {
        title: "Who can read a room",
        text: "Everyone who has its link: send it only to people who may read along. A room’s owner can make it private: then only its members can read it. Or they can show it on the home page, where anyone can find it.",
      },
      {
        title: "For how long",
        text: "Messages are deleted after {time}, and the oldest ones earlier in a very busy room. A room with nothing left is deleted too; one with an owner a year after the last change.",
      },
      {
        title: "How to delete",
        text: "“Delete” in a message’s menu erases its text at once. “Forget me here” in the room’s settings makes this browser forget the room and signs you out of it everywhere. Your messages stay, so delete them first: afterwards you can’t.",
      },
      {
        title: "What this browser keeps",
        text: "Who you are in each room, the owner keys of rooms that are yours, drafts, unsent and saved messages, and your settings. So that you can read offline, also the newest messages of rooms you opened, for up to 7 days: “Keep messages for reading offline” in the settings turns that off.",
      },
      {
        title: "Cookies",
        text: "They hold your language and how pages look. Where a room is embedded in a site that gets no storage, one holds who you are in it, for 30 days.",
      },
      {
        title: "Logs and backups",
        text: "The server’s logs can have the time, your network address, your browser’s version and the address of the page, with the room’s name in it, but no messages, names or searches. On Cloudflare, backups keep what was deleted for 30 days. The operator of this site can read its rooms, logs and backups.",
      },
    ],
  },
  offline: {
    title: "You’re offline",
    text: "This page will open when you’re back online. Unsent messages stay in this browser until then.",
    retryNow: "Retry now",
  },
  plain: {
    showMore: "Show more",
    showLess: "Show less",
    explanation: "This page works without JavaScript. Refresh it to see new messages. Times are in UTC.",
    fullPage: "Live version",
    olderMessages: "Older messages",
    latestMessages: "Latest messages",
    showNewMessages: "Show new messages",
    empty: "No messages yet. Write the first one.",
    membersOnly: "This room is for members.",
    membersOnlyHow:
      "To come in, open the invitation you were sent. If you have a key, enter it in the live version.",
    message: "Message",
    networkBusy: "Too many requests come from your network. Wait a moment and try again.",
    errors: {
      empty_text: "Write a message first.",
      invalid_text: "This text has characters that can’t be sent.",
      too_large: "This message is too long. Send it in parts.",
      invalid_name:
        "Names can have up to {max} visible characters, and can’t contain a colon or start with an asterisk.",
      rate_limited: "You’re sending too fast. Wait a moment and try again.",
      overloaded: "The room is busy. Try again in a moment.",
      unavailable: "The room can’t be opened right now. Try again in a moment.",
    },
    unknownError: "Something went wrong. Try again.",
  },
} as const satisfies PageLocaleShape;
